import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { DAY } from '../../../../src/core/basics/time.ts';
import type { DiscardedWork } from '../../../../src/verbs/resultDesk.ts';
import { git, put, runWith, stateOf, TOKEN, type RunPlace } from '../../../support/results.ts';

const REF = `refs/defer/discarded/${TOKEN}`;

/** Discards, and expects that nothing of the checkout was changed, and nothing is left of the run. */
async function discarded(place: RunPlace): Promise<DiscardedWork> {
  const before = stateOf(place.checkout);
  const answer = await place.desk.discard(TOKEN);
  if (isRefusal(answer)) {
    throw new Error(answer.why);
  }
  assert.equal(stateOf(place.checkout), before);
  assert.ok(!existsSync(place.worktree));
  assert.equal(place.git('for-each-ref', 'refs/heads/defer/'), '');
  assert.equal(place.git('worktree', 'list').split('\n').length, 1);
  assert.equal((await place.desk.list())[0]?.state, 'discarded');
  assert.deepEqual(await place.desk.problems(), []);
  return answer;
}

test('commits, and what was not committed, come back as it is said', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  place.inside('commit', '--quiet', '--all', '--message=Second');
  put(place.worktree, { 'a.txt': 'three\n', 'new.txt': 'new\n' });
  const { ref, until } = await discarded(place);
  assert.deepEqual([ref, until], [REF, place.clock.now() + 30 * DAY]);
  place.git('branch', 'back', REF);
  assert.equal(place.git('show', 'back:a.txt'), 'three');
  assert.equal(place.git('show', 'back:new.txt'), 'new');
  assert.equal(place.git('show', 'back^:a.txt'), 'two');
});

test('where there is nothing to lose, nothing is kept', async () => {
  const place = await runWith();
  assert.deepEqual(await discarded(place), {});
  assert.equal(place.git('for-each-ref', 'refs/defer'), '');
});

test('no commit is lost of an agent that left its branch, took commits back, or deleted its branch', async () => {
  const place = await runWith();
  const commit = (name: string): string => {
    put(place.worktree, { [`${name}.txt`]: name });
    place.inside('add', '--all');
    place.inside('commit', '--quiet', `--message=${name}`);
    return place.inside('rev-parse', 'HEAD');
  };
  const onBranch = commit('branch');
  place.inside('checkout', '--quiet', '--detach', 'HEAD^');
  const detached = commit('detached');
  place.inside('reset', '--quiet', '--hard', 'HEAD^');
  const last = commit('last');
  place.git('update-ref', '-d', `refs/heads/${place.branch}`);
  put(place.worktree, { 'more.txt': 'more' });
  await discarded(place);
  for (const one of [onBranch, detached, last]) {
    place.git('merge-base', '--is-ancestor', one, REF);
  }
  assert.equal(place.git('show', `${REF}:more.txt`), 'more');
  assert.equal(place.git('show', `${REF}:last.txt`), 'last');
});

test('an agent on a branch without a commit loses nothing', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  place.inside('commit', '--quiet', '--all', '--message=Second');
  const second = place.inside('rev-parse', 'HEAD');
  place.inside('checkout', '--quiet', '--detach');
  put(place.worktree, { 'a.txt': 'three\n' });
  place.inside('commit', '--quiet', '--all', '--message=Third');
  const third = place.inside('rev-parse', 'HEAD');
  place.inside('checkout', '--quiet', '--orphan', 'empty');
  await discarded(place);
  for (const one of [second, third]) {
    place.git('merge-base', '--is-ancestor', one, REF);
  }
});

test('the commits of a worktree that the agent deleted are kept', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  place.inside('commit', '--quiet', '--all', '--message=Second');
  place.git('worktree', 'remove', place.worktree);
  await discarded(place);
  assert.equal(place.git('show', `${REF}:a.txt`), 'two');
});

test('so are those that were on no branch of it', async () => {
  const place = await runWith();
  const commit = (): string => {
    place.inside('commit', '--quiet', '--allow-empty', '--message=Empty');
    return place.inside('rev-parse', 'HEAD');
  };
  place.inside('checkout', '--quiet', '--detach');
  const [first, back] = [commit(), commit()];
  place.inside('reset', '--quiet', '--hard', first);
  rmSync(place.worktree, { recursive: true });
  await discarded(place);
  for (const one of [first, back]) {
    place.git('merge-base', '--is-ancestor', one, REF);
  }
});

test('nor is a commit that only a ref of the worktree reaches', async () => {
  const place = await runWith();
  const own = place.inside('commit-tree', '-m', 'Own', place.inside('rev-parse', 'HEAD^{tree}'));
  place.inside('update-ref', 'refs/worktree/own', own);
  await discarded(place);
  place.git('merge-base', '--is-ancestor', own, REF);
});

test('work that an interrupted Discard had put aside stays there', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'idea\n' });
  place.inside('commit', '--quiet', '--all', '--message=Idea');
  const idea = place.inside('rev-parse', 'HEAD');
  place.inside('reset', '--quiet', '--hard', 'HEAD^');
  put(place.worktree, { 'a.txt': 'two\n' });
  place.git('update-ref', REF, idea);
  await discarded(place);
  assert.equal(place.git('show', `${REF}:a.txt`), 'two');
  place.git('merge-base', '--is-ancestor', idea, REF);
});

test('files of any name come back byte for byte', async t => {
  if (process.platform !== 'linux') {
    t.skip('names are UTF-8 here');
    return;
  }
  const place = await runWith();
  git(place.worktree, 'config', 'core.quotePath', 'true');
  const { writeFileSync } = await import('node:fs');
  const odd = [Buffer.from('b\xffd', 'latin1'), Buffer.from('line\nbreak'), Buffer.from(' two words ')];
  for (const name of odd) {
    writeFileSync(Buffer.concat([Buffer.from(`${place.worktree}/`), name]), name);
  }
  await discarded(place);
  assert.equal(place.git('ls-tree', '--name-only', REF).split('\n').length, 4);
  assert.match(place.git('ls-tree', '--name-only', REF), /"b\\377d"/);
});

test('a worktree with another repository in it stays', async () => {
  const place = await runWith();
  put(place.worktree, { 'nested/a.txt': 'a' });
  git(join(place.worktree, 'nested'), 'init', '--quiet');
  const answer = await place.desk.discard(TOKEN);
  assert.ok(isRefusal(answer));
  assert.match(answer.why, /another repository.*nested/);
  assert.ok(existsSync(join(place.worktree, 'nested/.git')));
});

test('it can be taken back for 30 days, and goes after that', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  await discarded(place);
  place.clock.ahead = 30 * DAY - 1000;
  assert.deepEqual(await place.desk.clean(), []);
  place.clock.ahead = 30 * DAY + 1000;
  assert.match((await place.desk.problems())[0]?.text ?? '', /discarded more than 30 days ago/);
  assert.equal((await place.desk.clean()).length, 1);
  assert.equal(place.git('for-each-ref', 'refs/defer'), '');
  assert.deepEqual(await place.desk.problems(), []);
});
