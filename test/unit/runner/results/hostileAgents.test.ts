import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { ResultRecord } from '../../../../src/runner/results/resultRecord.ts';
import { put, runWith, stateOf, TOKEN, type RunPlace } from '../../../support/results.ts';
import { makeRepositoryPlace, type RepositoryPlace } from '../../../support/worktreeRuns.ts';

const REF = `refs/defer/discarded/${TOKEN}`;

/**
 * A run of an agent that is a script of the shell; gives its record, and the commit that the script wrote to `$LOST`.
 */
async function runOf(
  script: (place: RepositoryPlace) => string,
  look: (place: RepositoryPlace, record: ResultRecord, lost: string) => void,
): Promise<void> {
  const place = makeRepositoryPlace();
  try {
    const lost = join(place.root, 'lost');
    place.script(`LOST='${lost}'\n${script(place)}`);
    const payload = { message: 'Look at it', prompt: 'Look.', agent: 'claude', mode: 'fresh', in: 'worktree' };
    assert.equal((await place.runEntry(await place.add({ payload }))).code, 0);
    const [record] = await place.records();
    assert.ok(record);
    look(place, record, existsSync(lost) ? readFileSync(lost, 'utf8').trim() : '');
  } finally {
    place.remove();
  }
}

const COMMIT = 'echo x > x; git add x; git commit -qm Work; git rev-parse HEAD > "$LOST"';

/** Commits in the worktree, and gives the commit. */
function commitIn(place: RunPlace): string {
  put(place.worktree, { 'new.txt': 'work\n' });
  place.inside('add', '--all');
  place.inside('commit', '--quiet', '--message=Work');
  return place.inside('rev-parse', 'HEAD');
}

test('a run whose branch is only another name for that of the person does not end with theirs deleted', () =>
  runOf(
    () => 'own=$(git symbolic-ref HEAD); git checkout -q --detach; git symbolic-ref "$own" refs/heads/main',
    (place, { base, state }) => {
      assert.equal(state, 'nothing');
      assert.equal(place.git('for-each-ref', '--format=%(refname) %(objectname)'), `refs/heads/main ${base}`);
    },
  ));

for (const act of ['keep', 'discard'] as const) {
  for (const ref of ['its branch', REF]) {
    test(`${act} moves no branch that ${ref} points to, even if it does not exist yet`, async () => {
      for (const target of ['refs/heads/main', 'refs/heads/nowhere']) {
        const place = await runWith();
        const name = ref === REF ? ref : `refs/heads/${place.branch}`;
        place.inside('checkout', '--quiet', '--detach');
        place.git('symbolic-ref', name, target);
        put(place.worktree, { 'a.txt': 'by the agent\n' });
        const before = [stateOf(place.checkout), place.git('for-each-ref')];
        const answer = await place.desk[act](TOKEN);
        assert.match(isRefusal(answer) ? answer.why : '', /another name for a branch/, target);
        assert.deepEqual([stateOf(place.checkout), place.git('for-each-ref')], before, target);
        assert.equal(place.git('symbolic-ref', name), target);
      }
    });
  }
}

for (const act of ['keep', 'discard'] as const) {
  test(`${act} takes HEAD for the checked-out commit, even if the agent named a branch HEAD`, async () => {
    const place = await runWith();
    const work = commitIn(place);
    put(place.worktree, { 'new.txt': 'more\n' });
    place.git('update-ref', 'refs/heads/HEAD', 'HEAD');
    const answer = await place.desk[act](TOKEN);
    assert.ok(!isRefusal(answer), JSON.stringify(answer));
    const kept = act === 'keep' ? 'refs/heads/main' : REF;
    assert.equal(place.git('show', `${kept}:new.txt`), 'more');
    assert.equal(place.git('rev-parse', `${kept}^`), work);
  });
}

test('a commit is not lost where the agent has its worktree lead to the checkout afterwards', () =>
  runOf(
    ({ folder }) => `git checkout -q --detach; ${COMMIT}; rm x; echo 'gitdir: ${folder}/.git' > .git`,
    (place, { state, worktree }, lost) => {
      assert.equal(state, 'unread');
      assert.ok(existsSync(worktree));
      assert.match(place.git('worktree', 'list'), new RegExp(lost.slice(0, 7)));
    },
  ));

test('the index of the checkout is left alone where a worktree leads to it, also with a note that leads back', async () => {
  const place = await runWith();
  put(place.checkout, { 'a.txt': 'staged\n' });
  place.git('add', 'a.txt');
  put(place.checkout, { 'a.txt': 'staged, then changed\n' });
  writeFileSync(join(place.worktree, '.git'), `gitdir: ${place.checkout}/.git\n`);
  writeFileSync(join(place.checkout, '.git', 'gitdir'), `${place.worktree}/.git\n`);
  put(place.worktree, { 'a.txt': 'by the agent\n' });
  const before = stateOf(place.checkout);
  const answer = await place.desk.discard(TOKEN);
  assert.match(isRefusal(answer) ? answer.why : '', /was replaced or moved/);
  assert.equal(stateOf(place.checkout), before);
});

for (const [what, script] of [
  ['left on no branch', `git checkout -q --detach; ${COMMIT}; git checkout -q -`],
  ['took back', `${COMMIT}; git reset -q --hard HEAD^`],
  [
    'has under a ref of the worktree alone',
    `${COMMIT}; git update-ref refs/worktree/x HEAD; git reset -q --hard HEAD^`,
  ],
] as const) {
  test(`a worktree stays where only it leads to a commit that the agent ${what}`, () =>
    runOf(
      () => script,
      (_, { state, worktree }) => assert.deepEqual([state, existsSync(worktree)], ['unread', true]),
    ));
}

test('a file that the agent told git to pass over counts as changed', () =>
  runOf(
    () => 'git update-index --skip-worktree a.txt; echo work > a.txt',
    (_, { state, files }) => assert.deepEqual([state, files.map(({ path }) => path)], ['unread', ['a.txt']]),
  ));

test('what is kept is what the worktree holds, whatever the repository has in its place', async () => {
  const place = await runWith();
  put(place.worktree, { 'new.txt': 'as it was shown\n' });
  put(place.home, { other: 'something else\n' });
  place.git(
    'replace',
    place.inside('hash-object', '-w', 'new.txt'),
    place.git('hash-object', '-w', `${place.home}/other`),
  );
  assert.ok(!isRefusal(await place.desk.keep(TOKEN)));
  assert.equal(readFileSync(join(place.checkout, 'new.txt'), 'utf8'), 'as it was shown\n');
});

test('discarded work comes back where the repository says that a branch has it, and it has not', async () => {
  const pretences: readonly ((place: RunPlace, work: string) => unknown)[] = [
    (place, work) => place.git('replace', '--graft', 'main', work),
    (place, work) => put(place.checkout, { '.git/info/grafts': `${place.git('rev-parse', 'main')} ${work}\n` }),
    (place, work) => place.git('update-ref', 'refs/stash', work),
  ];
  for (const pretend of pretences) {
    const place = await runWith();
    const work = commitIn(place);
    put(place.checkout, { 'b.txt': 'b\n' });
    place.git('add', 'b.txt');
    place.git('commit', '--quiet', '--message=Main');
    pretend(place, work);
    const answer = await place.desk.discard(TOKEN);
    assert.equal(isRefusal(answer) ? answer.why : answer.ref, REF);
    assert.equal(place.git('rev-parse', REF), work);
  }
});

test('git forgets no other worktree whose note the agent made lead to its own', async () => {
  const place = await runWith();
  const other = join(place.home, 'persons');
  place.git('worktree', 'add', '--quiet', '--detach', other);
  const note = join(place.checkout, '.git', 'worktrees', 'persons');
  const before = readFileSync(join(note, 'gitdir'), 'utf8');
  writeFileSync(join(note, 'gitdir'), `${place.worktree}/.git\n`);
  assert.ok(!isRefusal(await place.desk.discard(TOKEN)));
  writeFileSync(join(note, 'gitdir'), before);
  assert.match(place.git('worktree', 'list'), /persons/);
});
