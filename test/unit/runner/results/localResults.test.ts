import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { writeResult } from '../../../../src/runner/results/resultRecord.ts';
import { put, runWith, TOKEN } from '../../../support/results.ts';

const textOf = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString());

test('a person who looked at a result has read it, and what was decided stays decided', async () => {
  const place = await runWith();
  await place.desk.markRead(TOKEN);
  assert.equal((await place.desk.list())[0]?.state, 'read');
  await place.write({ state: 'kept' });
  await place.desk.markRead(TOKEN);
  await place.desk.markRead('b'.repeat(32));
  assert.equal((await place.desk.list())[0]?.state, 'kept');
});

test('what the agent printed last is the text of its result', async () => {
  const place = await runWith();
  mkdirSync(join(place.home, 'output'));
  writeFileSync(join(place.home, 'output', `${TOKEN}.txt`), 'All is well.\n');
  assert.equal((await place.desk.list())[0]?.said, 'All is well.');
});

test('results are asked for by folder, or by a folder in their checkout', async () => {
  const place = await runWith();
  mkdirSync(join(place.checkout, 'deep'));
  for (const [folder, count] of [
    [place.checkout, 1],
    [join(place.checkout, 'deep'), 1],
    [join(place.checkout, '..'), 0],
    [place.home, 0],
  ] as const) {
    assert.equal((await place.desk.list([folder])).length, count, folder);
  }
});

test('the two sides of a file are those of the base and of the worktree, later of what was kept or discarded', async () => {
  const place = await runWith({ 'a.txt': 'one\n', 'gone.txt': 'gone\n', 'sub/deep.txt': 'deep\n' });
  put(place.worktree, { 'a.txt': 'two\n', 'new.txt': 'new\n' });
  rmSync(join(place.worktree, 'gone.txt'));
  const look = async (): Promise<readonly unknown[]> =>
    Promise.all(
      ['a.txt', 'new.txt', 'gone.txt', 'sub/deep.txt'].map(async path => {
        const { before, after } = await place.desk.sides(TOKEN, path);
        return [textOf(before), textOf(after)];
      }),
    );
  const sides = [
    ['one\n', 'two\n'],
    [null, 'new\n'],
    ['gone\n', null],
    ['deep\n', 'deep\n'],
  ];
  assert.deepEqual(await look(), sides);
  assert.ok(!isRefusal(await place.desk.discard(TOKEN)));
  assert.deepEqual(await look(), sides);
});

test('the other side of what was kept is the work, without what the branch had meanwhile', async () => {
  const place = await runWith();
  put(place.worktree, { 'new.txt': 'new\n' });
  put(place.checkout, { 'main.txt': 'main\n' });
  place.git('add', 'main.txt');
  place.git('commit', '--quiet', '--message=Main');
  assert.ok(!isRefusal(await place.desk.keep(TOKEN)));
  assert.equal(textOf((await place.desk.sides(TOKEN, 'new.txt')).after), 'new\n');
  assert.equal((await place.desk.sides(TOKEN, 'main.txt')).after, null);
});

test('no path leads out of a worktree, by its words or by a link that the agent made', async () => {
  const place = await runWith();
  writeFileSync(join(place.home, 'secret.txt'), 'secret');
  symlinkSync(place.home, join(place.worktree, 'link'));
  symlinkSync(join(place.home, 'secret.txt'), join(place.worktree, 'to.txt'));
  for (const path of ['../../../secret.txt', 'link/secret.txt', '/etc/passwd', './a.txt', 'a.txt/..', '', 'x\0y']) {
    assert.deepEqual(await place.desk.sides(TOKEN, path), { before: null, after: null }, path);
  }
  assert.equal(textOf((await place.desk.sides(TOKEN, 'to.txt')).after), join(place.home, 'secret.txt'));
});

test('decisions at the same time lose nothing', async () => {
  for (const acts of [
    ['keep', 'keep'],
    ['keep', 'discard'],
    ['discard', 'discard'],
    ['branch', 'keep'],
  ] as const) {
    const place = await runWith();
    put(place.worktree, { 'new.txt': 'new\n' });
    const decide = (act: 'keep' | 'branch' | 'discard'): Promise<unknown> =>
      act === 'discard' ? place.desk.discard(TOKEN) : place.desk.keep(TOKEN, act === 'branch' ? { asBranch: 'x' } : {});
    await Promise.all(acts.map(decide));
    const trees = place.git('for-each-ref', '--format=%(objectname)').split('\n');
    const isKept = trees.some(tree => place.git('ls-tree', '--name-only', tree).includes('new.txt'));
    assert.ok(isKept || existsSync(join(place.worktree, 'new.txt')), acts.join(', '));
    assert.equal(place.git('status', '--porcelain'), '', acts.join(', '));
  }
});

test('of results that nothing is left of, the newest 500 are kept', async () => {
  const place = await runWith();
  for (let index = 0; index < 505; index += 1) {
    const token = String(index).padStart(32, '0');
    const worktree = join(place.home, 'none', token);
    const startedAt = instant(1_000_000 + index);
    await writeResult(place.home, {
      ...place.record,
      token,
      worktree,
      startedAt,
      state: index % 2 ? 'kept' : 'nothing',
    });
  }
  const left = await place.desk.list();
  assert.deepEqual([left.length, left[0]?.token, left.at(-1)?.token], [501, TOKEN, '5'.padStart(32, '0')]);
  assert.equal(readdirSync(join(place.home, 'results')).length, 501);
});
