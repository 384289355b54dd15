import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { makeConversation, type FILE_KEEPERS, type Made } from '../support/madeStores.ts';
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
