import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { ResultRecord } from '../../../../src/runner/results/resultRecord.ts';
import { until } from '../../../support/runnerPlace.ts';
import { makeRepositoryPlace, type RepositoryPlace } from '../../../support/worktreeRuns.ts';

describe('a run in a worktree', () => {
  let place: RepositoryPlace;
  const payload = { message: 'Look at it', prompt: 'Look.', agent: 'claude', mode: 'fresh', in: 'worktree' };
  const only = async (): Promise<ResultRecord> => {
    const [record, ...more] = await place.records();
    assert.ok(record);
    assert.equal(more.length, 0);
    return record;
  };
  beforeEach(() => {
    place = makeRepositoryPlace();
  });
  afterEach(() => place.remove());

  it('works on a copy of what is committed, and leaves the checkout as it is', async () => {
    writeFileSync(join(place.folder, 'a.txt'), 'changed by the person\n');
    writeFileSync(join(place.folder, 'new.txt'), 'by the person\n');
    place.script('cat a.txt; pwd; mkdir -p .sf; echo x > made.txt; echo y > .sf/own.txt; echo z > ignored');
    const before = place.checkout();
    const id = await place.add({ payload });
    assert.equal((await place.runEntry(id)).code, 0);
    assert.deepEqual(place.checkout(), before);
    const record = await only();
    assert.deepEqual(
      [record.state, record.title, record.entryId, record.checkout, record.prefix, record.made],
      ['unread', 'Look at it', id, place.folder, '', true],
    );
    assert.match(record.branch, new RegExp(`^defer/look-at-it-${record.token.slice(0, 6)}$`));
    assert.deepEqual(
      record.files.map(({ path }) => path),
      ['.sf/own.txt', 'made.txt'],
    );
    const { files, insertions, commits, dirty, base, head } = record.changes ?? {};
    assert.deepEqual([files, insertions, commits, dirty], [2, 2, 0, true]);
    assert.deepEqual([base, head], [record.base, record.base]);
    const [run] = await place.runs(id);
    assert.deepEqual([run?.place, run?.files, run?.outcome], ['worktree', 2, 'ok']);
    assert.equal(readFileSync(join(record.worktree, 'a.txt'), 'utf8'), 'one\n');
    assert.equal(existsSync(join(place.folder, 'made.txt')), false);
  });

  it('leaves nothing behind where it changed nothing', async () => {
    place.script('cat a.txt; echo z > ignored');
    const id = await place.add({ payload });
    assert.equal((await place.runEntry(id)).code, 0);
    const record = await only();
    assert.equal(record.state, 'nothing');
    assert.equal(existsSync(record.worktree), false);
    assert.equal(place.git('for-each-ref', '--format=%(refname)'), 'refs/heads/main');
    assert.equal(place.git('worktree', 'list').split('\n').length, 1);
  });

  it('works in the same folder of the copy, even where git does not know that folder', async () => {
    mkdirSync(join(place.folder, 'sub', 'deep'), { recursive: true });
    place.script('pwd > where.txt');
    const id = await place.add({ payload: { ...payload, cwd: 'sub/deep' } });
    assert.equal((await place.runEntry(id)).code, 0);
    const record = await only();
    assert.equal(record.prefix, 'sub/deep');
    const where = join(record.worktree, 'sub', 'deep');
    assert.equal(readFileSync(join(where, 'where.txt'), 'utf8').trim(), where);
  });

  it('makes no folder behind a link that is committed where the checkout has a folder', async () => {
    place.script('pwd > made.txt');
    const outside = join(place.root, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(place.folder, 'sub'));
    place.git('add', 'sub');
    place.git('commit', '--quiet', '--message=link');
    rmSync(join(place.folder, 'sub'));
    mkdirSync(join(place.folder, 'sub', 'deep'), { recursive: true });
    const id = await place.add({ payload: { ...payload, cwd: 'sub/deep' } });
    const { code, err } = await place.runEntry(id);
    assert.equal(code, 126);
    assert.match(err, /its folder is not there in the worktree, or leads out of it/);
    assert.deepEqual(readdirSync(outside), []);
  });

  it('counts commits wherever the agent left them, and says what it cannot know', async () => {
    const scripts = {
      commits: 'echo x > b.txt; git add .; git commit -qm one; echo y > c.txt; git add .; git commit -qm two',
      beside: 'git checkout -q --detach; echo x > b.txt; git add .; git commit -qm one',
      reset: 'echo x > b.txt; git add .; git commit -qm one; git reset -q --hard HEAD^',
      other: 'git checkout -qb agents-own; echo x > b.txt; git add .; git commit -qm one',
      unbranched: 'b=$(git symbolic-ref --short HEAD); git checkout -q --detach; git branch -qD $b; echo x > b.txt',
      removed: 'echo x > b.txt; git add .; git commit -qm one; cd /; git -C "$OLDPWD" worktree remove --force .',
      deleted: 'rm -rf "$PWD"',
    };
    const seen: Record<string, unknown> = {};
    for (const [name, script] of Object.entries(scripts)) {
      // Otherwise two runs in one second would make the same commit, which the branch of the first run keeps.
      place.script(script.replaceAll('echo x', `echo ${name}`));
      const id = await place.add({ payload });
      assert.equal((await place.runEntry(id)).code, 0, name);
      const record = (await place.records()).find(({ entryId }) => entryId === id);
      const { commits, files, dirty } = record?.changes ?? {};
      seen[name] = [record?.state, commits, files, dirty];
    }
    assert.deepEqual(seen, {
      commits: ['unread', 2, 2, false],
      beside: ['unread', 1, 1, false],
      reset: ['unread', 0, 0, false],
      other: ['unread', 1, 1, false],
      unbranched: ['unread', 0, 1, true],
      removed: ['unread', 1, 1, undefined],
      deleted: ['unread', undefined, undefined, undefined],
    });
  });

  it('starts nothing where the worktree cannot be made, and says why', async () => {
    place.script('echo x > made.txt');
    const id = await place.add({ payload });
    const token = await place.claim(id);
    place.git('branch', 'defer');
    const end = await place.run(token, { PATH: `${place.bin}:${process.env['PATH'] ?? ''}` });
    assert.equal(end.code, 126);
    assert.match(end.err, /could not be made: a branch named "defer" is in the way/);
    const entry = await place.entry(id);
    assert.deepEqual([entry.status, existsSync(join(place.folder, 'made.txt'))], ['failed', false]);
    assert.match(entry.lastError ?? '', /the worktree could not be made: a branch named "defer"/);
    assert.equal((await place.runs(id))[0]?.outcome, 'failed');
  });

  it('keeps the work of a run that is stopped, or whose runner is asked to end', async () => {
    place.script('trap "" TERM HUP; echo x > made.txt; while [ ! -f ../../../../go ]; do sleep 0.05; done');
    const path = `${place.bin}:${process.env['PATH'] ?? ''}`;
    const isAtWork = async (id: string): Promise<boolean> => {
      const record = (await place.records()).find(({ entryId }) => entryId === id);
      return record !== undefined && existsSync(join(record.worktree, 'made.txt'));
    };
    const stopped = await place.add({ payload });
    const first = place.runner(await place.claim(stopped), { PATH: path });
    await until('the agent is at work', () => isAtWork(stopped));
    assert.deepEqual(await place.launcher().stop(place.ledger, await place.entry(stopped)), { hasEnded: true });
    assert.equal((await first.end).code, 130);
    const ended = await place.add({ payload });
    const second = place.runner(await place.claim(ended), { PATH: path });
    await until('the agent is at work', () => isAtWork(ended));
    second.process.kill('SIGTERM');
    assert.equal((await second.end).code, 143);
    assert.deepEqual(
      (await place.records()).map(({ state, changes }) => [state, changes?.files]),
      [
        ['unread', 1],
        ['unread', 1],
      ],
    );
    assert.equal((await place.runs(stopped))[0]?.outcome, 'stopped');
    assert.equal(existsSync(join(place.folder, 'made.txt')), false);
  });

  it('is opened again where it worked, as long as that is there', async () => {
    place.fakeAgent('claude', { leaves: { path: 'made.txt', text: 'x' } });
    const id = await place.add({ payload });
    assert.equal((await place.runEntry(id)).code, 0);
    const record = await only();
    const [reopens] = await place.runs(id);
    assert.ok(reopens);
    const folder = async (): Promise<string> => {
      const plan = await place.plan(id, { reopens });
      return isRefusal(plan) ? plan.why : plan.cwd;
    };
    assert.equal(await folder(), record.worktree);
    rmSync(record.worktree, { recursive: true });
    assert.equal(await folder(), place.folder);
  });

  it('is interrupted, and has not failed, where a signal comes while the worktree is made', async () => {
    place.script('echo x > made.txt');
    const id = await place.add({ payload });
    const token = await place.claim(id);
    writeFileSync(
      join(place.bin, 'git'),
      '#!/bin/sh\ncase "$*" in *"worktree add"*) kill -INT $PPID; sleep 0.3; exit 1;; esac\nexec /usr/bin/git "$@"\n',
      { mode: 0o755 },
    );
    const { code } = await place.run(token, { PATH: `${place.bin}:${process.env['PATH'] ?? ''}` });
    assert.equal(code, 130);
    const entry = await place.entry(id);
    assert.deepEqual([entry.status, entry.attempts, (await place.runs(id))[0]?.outcome], ['pending', 0, 'interrupted']);
    assert.equal((await only()).state, 'nothing');
  });

  it('keeps two runs at once apart', async () => {
    place.script('echo $$ > own.txt; while [ ! -f ../../../../go ]; do sleep 0.05; done; ls | sort > seen.txt');
    const ids = await Promise.all([place.add({ payload }), place.add({ payload })]);
    const runs = ids.map(id => place.runEntry(id));
    await new Promise(done => setTimeout(done, 1500));
    writeFileSync(join(place.root, 'go'), '');
    assert.deepEqual(
      (await Promise.all(runs)).map(({ code }) => code),
      [0, 0],
    );
    const records = await place.records();
    assert.deepEqual(
      records.map(({ state, changes }) => [state, changes?.files]),
      [
        ['unread', 2],
        ['unread', 2],
      ],
    );
    assert.notEqual(records[0]?.worktree, records[1]?.worktree);
  });
});
