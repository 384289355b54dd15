import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../../../../src/core/basics/refusal.ts';
import type { ResultDesk, RunResult } from '../../../../src/verbs/resultDesk.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';
import { agentHost } from '../../../../src/verbs/agentHost.ts';
import type { Host } from '../../../../src/verbs/host.ts';
import { verbs } from '../../../../src/verbs/index.ts';
import type { RawInput, Reply } from '../../../../src/verbs/verb.ts';
import { at, createWorld } from '../../../support/world.ts';

const result = (token: string, more: Partial<RunResult> = {}): RunResult => ({
  token: token.padEnd(32, '0'),
  ...{ entryId: '01KAB', folder: '/home/me/project', title: 'Nightly audit', agent: 'claude', state: 'unread' },
  ...{
    checkout: '/home/me/project',
    worktree: `/w/${token}`,
    branch: 'defer/nightly-audit-3f2a91',
    base: 'a'.repeat(40),
  },
  changes: {
    base: 'a'.repeat(40),
    head: 'b'.repeat(40),
    commits: 1,
    files: 2,
    insertions: 120,
    deletions: 8,
    dirty: true,
  },
  files: [
    { path: 'src/a.ts', insertions: 100, deletions: 8 },
    { path: 'src/b.ts', insertions: 20, deletions: 0 },
  ],
  startedAt: at('2026-11-23T07:00:00Z'),
  endedAt: at('2026-11-23T08:00:00Z'),
  said: 'All is well.',
  ...more,
});

/** A person with these results, and what the desk was asked to do. */
function withResults(...all: readonly RunResult[]) {
  const world = createWorld();
  const done: string[] = [];
  const desk: ResultDesk = {
    list: async folders => (folders ? all.filter(({ folder }) => folders.includes(folder)) : all),
    markRead: async token => void done.push(`read ${token.slice(0, 4)}`),
    keep: async (token, { asBranch } = {}) => {
      done.push(`keep ${token.slice(0, 4)} ${asBranch ?? '-'}`);
      return asBranch === 'taken'
        ? refusal('There is a branch.')
        : { branch: asBranch ?? 'main', commit: 'c', commits: 2 };
    },
    discard: async token => {
      done.push(`discard ${token.slice(0, 4)}`);
      return { ref: 'refs/defer/discarded/x', until: at('2026-12-23T10:00:00Z') };
    },
    sides: async () => ({ before: null, after: null }),
    modes: async () => new Map(),
    problems: async () => [{ path: '/w/stray', text: 'No run is known that made this worktree.' }],
    clean: async () => [{ path: '/w/empty', text: 'It held no change.' }],
  };
  const host: Host = { ...world.host, results: async () => desk };
  const ask = (name: string, input: RawInput = {}, as = host): Promise<Reply> => {
    const verb = verbs.find(one => one.name === name);
    assert.ok(verb);
    return askVerb(as, verb, input);
  };
  const say = async (name: string, input: RawInput = {}): Promise<string> => {
    const reply = await ask(name, input);
    return reply.ok ? reply.say : `refused: ${reply.why}`;
  };
  return { world, host, done, ask, say };
}

test('keeping and discarding are not undone: the answer says the way back', async () => {
  const { world, say } = withResults(result('3f2a91c0', { folder: createWorld().project.ledger.folder }));
  await world.add('Before', '2h');
  await say('keep', { run: '3f2a' });
  assert.match(
    await say('undo'),
    /^refused: You kept the result of a run on the branch main, .* Use git\. Undo once more/,
  );
  await say('discard', { run: '3f2a', yes: true });
  assert.match(
    await say('undo'),
    /^refused: You discarded .*"git branch NAME refs\/defer\/discarded\/x" brings it back\./,
  );
  assert.equal(await say('undo'), 'Undone. "Before" is cancelled.');
});

test('results stand in lines, unread ones first, then how one looks, keeps and discards', async () => {
  const { say } = withResults(
    result('3f2a91c0', { state: 'read' }),
    result('aaaa1111', { title: 'Other', agent: 'codex' }),
  );
  assert.deepEqual((await say('results')).split('\n'), [
    'aaaa1111  codex   Other          1 commit, 2 files +120 −8  2 h ago',
    '3f2a91c0  claude  Nightly audit  1 commit, 2 files +120 −8  2 h ago  seen',
    '',
    'Look at one with "defer results aaaa1111".',
    'Keep it with "defer keep aaaa1111", or as a branch with --as-branch. Discard it with "defer discard aaaa1111".',
  ]);
});

test('what was decided about, and what is of another folder, is shown when it is asked for', async () => {
  const { say } = withResults(result('1', { state: 'kept' }), result('2', { folder: '/elsewhere' }));
  assert.equal(
    await say('results'),
    'There are no results to review here.\n1 more in other folders: --all shows them.',
  );
  assert.match(await say('results', { all: true }), /^20000000 .*\n10000000 .* kept$/m);
});

test('a run that did not end well is marked, for its work may be half done', async () => {
  const unseen: RunResult = result('3f2a91c0');
  const { endedAt: _, ...rest } = unseen;
  const { say } = withResults(rest);
  assert.match(await say('results'), / {2}end not seen\n/);
});

test('one result is shown with its files and what the agent said, and is read then', async () => {
  const { say, done } = withResults(result('3f2a91c0'));
  const text = await say('results', { run: '3f2a' });
  for (const part of [
    'Nightly audit',
    '+100 −8     src/a.ts',
    'All is well.',
    'defer/nightly-audit-3f2a91',
    'defer keep 3f2a91c0',
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.deepEqual(done, ['read 3f2a']);
});

test('programs get an array, each with what the record says', async () => {
  const { ask } = withResults(result('3f2a91c0'));
  const reply = await ask('results');
  assert.ok(reply.ok && Array.isArray(reply.value));
  const {
    run,
    id,
    title,
    agent,
    branch,
    base,
    head,
    commits,
    files,
    insertions,
    deletions,
    ended_at,
    said,
    result: state,
  } = reply.value[0] as Record<string, unknown>;
  assert.deepEqual(
    { run, id, title, agent, branch, base, head, commits, files, insertions, deletions, ended_at, said, state },
    {
      ...{ run: result('3f2a91c0').token, id: '01KAB', title: 'Nightly audit', agent: 'claude' },
      ...{ branch: 'defer/nightly-audit-3f2a91', base: 'a'.repeat(40), head: 'b'.repeat(40), commits: 1, files: 2 },
      ...{ insertions: 120, deletions: 8, ended_at: '2026-11-23T08:00:00.000Z', said: 'All is well.', state: 'unread' },
    },
  );
});

test('a run is named by the beginning of its token, and by one alone', async () => {
  const { say, done } = withResults(result('3f2a91c0'), result('3f2b0000'));
  assert.match(await say('keep', { run: '3f2' }), /ids of 2 runs begin/);
  assert.match(await say('keep', { run: 'ffff' }), /no result "ffff".*results --all/);
  assert.match(await say('discard', { run: '' }), /no result ""/);
  assert.deepEqual(done, []);
  assert.equal(await say('keep', { run: '3f2a' }), 'Kept: merged 2 commits into main.');
  assert.equal(await say('keep', { run: '3f2a', as_branch: 'later' }), 'Kept as the branch later, 2 commits.');
  assert.equal(await say('keep', { run: '3f2a', as_branch: 'taken' }), 'refused: There is a branch.');
  assert.deepEqual(done, ['keep 3f2a -', 'keep 3f2a later', 'keep 3f2a taken']);
});

test('Discard asks, and names what would be lost', async () => {
  const { world, say, done } = withResults(result('3f2a91c0'));
  assert.match(await say('discard', { run: '3f2a' }), /^refused: Nothing was discarded/);
  assert.match(world.asked[0]?.detail ?? '', /Nightly audit: 1 commit, 2 files \+120 −8\n\+100 −8 {5}src\/a\.ts\n/);
  assert.deepEqual(done, []);
  world.confirms = true;
  assert.match(await say('discard', { run: '3f2a' }), /kept until .*"git branch NAME refs\/defer\/discarded\/x"/);
  assert.match(await say('discard', { run: '3f2a', yes: true }), /^Discarded/);
  assert.equal(world.asked.length, 2);
  assert.deepEqual(done, ['discard 3f2a', 'discard 3f2a']);
});

test('agents neither see results nor decide about them', async () => {
  const { host, ask, done } = withResults(result('3f2a91c0'));
  for (const agent of [agentHost(host, 'agent:claude'), { ...host, underAgent: true }]) {
    for (const name of ['results', 'keep', 'discard']) {
      const reply = await ask(name, { run: '3f2a', yes: true }, agent);
      assert.ok(!reply.ok && /Only a person/.test(reply.why), name);
    }
    const doctor = await ask('doctor', {}, agent);
    assert.ok(doctor.ok && !doctor.say.includes('/w/'));
    assert.ok(!(await ask('doctor', { clean: true }, agent)).ok);
  }
  assert.deepEqual(done, []);
});

test('the doctor names what does not fit, and cleans when it is asked to', async () => {
  const { say } = withResults();
  const text = await say('doctor');
  assert.match(text, /Results of runs:\n {2}\/w\/stray: No run is known/);
  assert.ok(!text.includes('Taken away'));
  assert.match(await say('doctor', { clean: true }), /Taken away:\n {2}\/w\/empty: It held no change/);
});

test('nothing of a title, a branch, a path or an agent is obeyed by a terminal', async () => {
  const bad = '\u001b]0;x\u0007a\u202eb\u001b[31m';
  const { ask, world } = withResults(
    result('3f2a91c0', { title: bad, agent: bad, said: bad, worktree: bad, files: [{ path: bad }], branch: bad }),
  );
  for (const [name, input] of [
    ['results', {}],
    ['results', { run: '3f2a' }],
    ['discard', { run: '3f2a' }],
  ] as const) {
    const reply = await ask(name, input);
    const said = reply.ok ? [reply.say, JSON.stringify(reply.value)] : [JSON.stringify(world.asked)];
    assert.doesNotMatch(said.join('').replaceAll('\n', ''), /[\p{Cc}\u202e]|\\u001b/u, name);
  }
});
