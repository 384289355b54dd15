import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { addTurn, makeConversation, type FILE_KEEPERS, type Made } from '../support/madeStores.ts';
import { openShell, type Shell } from './shell.ts';

let shell: Shell;
let now: number;
beforeEach(() => {
  shell = openShell();
  now = Date.now();
});
afterEach(() => shell.remove());

const HOUR = 3600_000;

const make = (agent: (typeof FILE_KEEPERS)[number], made: Partial<Made> = {}): string =>
  makeConversation(shell.home, agent, { folder: shell.project, at: now - HOUR, ...made }).id;

interface Shown {
  readonly agent: string;
  readonly id: string;
  readonly entry: string | null;
}

test('the conversations of the tools are listed, put off, and parked', async () => {
  const resetsAt = Math.ceil((now + 2 * HOUR) / 1000) * 1000;
  const claude = make('claude', { prompt: 'Fix the parser', end: { resetsAt }, at: now - 600_000 });
  const codex = make('codex', { prompt: '\u001B[31mLook\u202E at it\u0007' });
  make('gemini', { folder: shell.home });
  assert.deepEqual(
    (await shell.json<readonly Shown[]>('conversations')).map(({ agent, id }) => [agent, id]),
    [
      ['claude', claude],
      ['codex', codex],
    ],
  );
  assert.equal((await shell.json<readonly Shown[]>('conversations', '--everywhere', '--agent', 'gemini')).length, 1);
  const { out } = await shell.defer('conversations');
  assert.match(
    out,
    /^Stopped at a Limit\n {2}\S+ +Fix the parser {2}claude · 10 min ago · resets .*\nWaiting for You\n/,
  );
  assert.match(out, / {2}Look at it +codex · 1 h ago\n$/);

  shell.env['CODEX_THREAD_ID'] = codex;
  const { id } = await shell.json<{ id: string }>('add', 'Look again', '--when', '2h', '--conversation', 'this');
  delete shell.env['CODEX_THREAD_ID'];
  const [parked] = await shell.json<readonly { id: string; due_at: string }[]>('park', '--yes');
  assert.equal(parked?.due_at, new Date(resetsAt + 60_000).toISOString());
  assert.deepEqual(
    (await shell.json<readonly Shown[]>('conversations')).map(({ entry }) => entry),
    [parked?.id, id],
  );
  const file = shell.read('.sf/schedule.jsonl');
  assert.ok(![claude, codex].some(each => file.includes(each)));
});

test('conversations and entries are parked by the beginning of their ids, one after another', async () => {
  const [one, two] = [make('claude'), make('copilot')];
  const parked = await shell.json<readonly { agent: string }[]>('park', one, two.slice(0, 13), '--when', '3h', '--yes');
  assert.deepEqual(
    parked.map(({ agent }) => agent),
    ['claude', 'copilot'],
  );
  const { code, err } = await shell.defer('park', 'nothing', '--when', '3h', '--yes');
  assert.equal(code, 1);
  assert.match(err, /neither an entry nor a conversation/);
});

test('an id that no tool knows begins no conversation in silence', async () => {
  make('claude');
  const id = '0cb916db-26aa-40f2-86b5-1ba81b225fd2';
  for (const flag of ['--conversation', '--session']) {
    const { code, err } = await shell.defer('add', 'Look again', '--when', '2h', '--agent', 'claude', flag, id);
    assert.equal(code, 1);
    assert.match(err, /This machine has no conversation .* with claude/);
  }
});

test('ids of conversations are completed, with their titles', async () => {
  const [claude, codex] = [
    make('claude', { prompt: 'Fix the parser' }),
    make('codex', { at: now - 2 * HOUR, prompt: 'Look at it' }),
  ];
  make('gemini', { folder: shell.home });
  const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
    const { out, err } = await shell.defer('complete', '--', ...words);
    assert.equal(err, '');
    return out.split('\n').filter(Boolean);
  };
  assert.deepEqual(await offered('add', 'x', '--conversation', ''), [
    'this\tthe conversation you are in',
    'last\tthe newest here',
    `${claude}\tclaude: Fix the parser`,
    `${codex}\tcodex: Look at it`,
  ]);
  assert.deepEqual(await offered('add', 'x', '--conversation', codex.slice(0, 9)), [`${codex}\tcodex: Look at it`]);
  const { id } = await shell.json<{ id: string }>('add', 'Look again', '--when', '2h');
  assert.deepEqual(
    (await offered('park', '')).map(line => line.split('\t')[0]),
    [claude, codex, id],
  );
});

test('a list says that a conversation went on since, and a run by hand asks for a yes', async () => {
  const { id: of, path } = makeConversation(shell.home, 'claude', { folder: shell.project, at: now - HOUR });
  const { id } = await shell.json<{ id: string }>('add', 'Look again', '--when', '2h', '--conversation', of);
  assert.doesNotMatch((await shell.defer('list')).out, /went on/);
  const at = now + HOUR;
  addTurn('claude', path, { id: of, folder: shell.project, at, end: 'question' });
  assert.match((await shell.defer('list')).out, /Look again +.* · went on since: 1 turn, last/);
  const [one] = await shell.json<readonly { conversation: object }[]>('list');
  assert.deepEqual(one?.conversation, {
    ...{ state: 'here', turns_since: 1, last_at: new Date(at).toISOString() },
    ...{ in_use: false, waits_for_person: true },
  });
  const { due } = await shell.json<{ due: { conversation?: object }[]; upcoming: object[] }>('query');
  assert.deepEqual(due, []);
  const { code, err } = await shell.defer('run', id);
  assert.equal(code, 1);
  assert.match(err, /\(1 turn, .*\), so it waits for you\. Mark the entry done; or to run it now, .*use --yes\./);
});

test('a run of what continues a conversation writes no id of it into the file, and opens it again all the same', async () => {
  const id = make('claude', { prompt: 'Fix the parser' });
  const agent = placeFakeAgent(shell.bin, 'claude');
  const entry = await shell.json<{ id: string }>('add', 'Go on', '--when', '2h', '--conversation', id);
  const { code, err } = await shell.defer('run', entry.id);
  assert.equal(code, 0, err);
  assert.deepEqual(agent.calls()[0]?.arguments.slice(0, 2), ['--resume', id]);
  assert.ok(!shell.read('.sf/schedule.jsonl').includes(id));
  const [run] = await shell.json<readonly { session: string | null; outcome: string }[]>('history');
  assert.deepEqual([run?.outcome, run?.session], ['ok', null]);
  const { plan } = await shell.json<{ plan: { session: string } }>('resume-run', entry.id, '--dry-run');
  assert.equal(plan.session, id);
});
