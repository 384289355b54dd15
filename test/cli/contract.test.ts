import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { oldestNode, openShell } from './shell.ts';

const shell = openShell(oldestNode);
after(() => shell.remove());

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly due_at: string;
  readonly late_ms: number;
}

const NOW = ['--now', '2026-11-23T10:00:00Z'];

test('an entry goes from add over list, snooze, done and reopen to cancel', async () => {
  const added = await shell.json<Entry>(
    'add',
    'Resume the review',
    '--when',
    '30m',
    '--agent',
    'claude',
    '--prompt',
    'Go on.',
  );
  assert.deepEqual([added.title, added.status, added.late_ms], ['Resume the review', 'pending', 0]);
  const prefix = added.id.slice(0, 20);
  assert.deepEqual(
    (await shell.json<Entry[]>('list')).map(({ id }) => id),
    [added.id],
  );
  assert.equal((await shell.json<Entry>('show', prefix)).id, added.id);
  assert.equal((await shell.json<Entry>('snooze', prefix, '1h')).status, 'snoozed');
  assert.equal((await shell.json<Entry>('reschedule', prefix, '2h')).status, 'pending');
  const { due, upcoming } = await shell.json<{ due: Entry[]; upcoming: Entry[] }>('query');
  assert.deepEqual([due.length, upcoming.length], [0, 1]);
  assert.equal((await shell.json<Entry>('done', prefix)).status, 'done');
  assert.deepEqual(await shell.json('list'), []);
  assert.equal((await shell.json<Entry[]>('list', '--all')).length, 1);
  assert.equal((await shell.json<Entry>('reopen', prefix)).status, 'pending');
  assert.equal((await shell.json<Entry>('cancel', prefix, '--reason', 'No more')).status, 'cancelled');
  assert.equal(shell.read('.sf/schedule.jsonl').split('\n').length, 7, 'six acts, six rows');
});

test('every kind of answer has its exit code, and its reason on the right stream', async () => {
  const cases: readonly (readonly [code: number, ...words: string[]])[] = [
    [0, 'list'],
    [0, '--help'],
    [0, 'help', 'add'],
    [0, '--version'],
    [1, 'show', 'nothing'],
    [1, 'add', 'x', '--when', 'one of these days'],
    [1, 'add', ' ', '--when', '1h'],
    [1, 'when', 'one of these days'],
    [2],
    [2, 'nonsense'],
    [2, 'add', 'x'],
    [2, 'add', '--when', '1h'],
    [2, 'show'],
    [2, 'snooze', 'x'],
    [2, 'list', '--nonsense'],
    [2, 'list', '--due', '--upcoming'],
    [2, 'add', 'x', '--when', '1h', '--mode', 'odd'],
    [2, 'add', 'x', '--when', '1h', '--max-retries', 'odd'],
    [2, 'run'],
    [2, 'list', '--scope', 'odd'],
    [2, '--now', 'odd', 'list'],
    [2, '--tz', 'Odd/Zone', 'list'],
    [2, '--dir', 'odd', 'list'],
  ];
  for (const [code, ...words] of cases) {
    const plain = await shell.defer(...words);
    assert.equal(plain.code, code, words.join(' '));
    const [spoken, silent] = code === 0 ? [plain.out, plain.err] : [plain.err, plain.out];
    assert.match(spoken, /^\S.*\S\n$/s, words.join(' '));
    assert.equal(silent, '', words.join(' '));
    assert.doesNotMatch(plain.err, /^ {4}at /m, 'no stack');
    if (code !== 0) {
      const json = await shell.defer('--json', ...words);
      assert.deepEqual([json.code, json.err], [code, ''], words.join(' '));
      const value = JSON.parse(json.out) as Record<string, unknown>;
      assert.deepEqual(Object.keys(value), ['error']);
      assert.equal(typeof value['error'], 'string');
    }
  }
});

test('--json and the other general flags may stand before the verb and after it', async () => {
  for (const words of [
    ['--json', '--tz', 'Asia/Tokyo', ...NOW, 'when', '9pm'],
    ['when', '9pm', '--json', '--tz', 'Asia/Tokyo', ...NOW],
    ['when', '--json', '--tz', 'Asia/Tokyo', ...NOW, '9pm'],
  ]) {
    const { code, out } = await shell.defer(...words);
    assert.equal(code, 0);
    const { at, zone, reads, kind, text } = JSON.parse(out) as Record<string, string>;
    assert.deepEqual([text, kind, at, zone], ['9pm', 'instant', '2026-11-23T12:00:00.000Z', 'Asia/Tokyo']);
    assert.match(String(reads), /^Mon 23 Nov, 21:00/);
  }
});

test('--now fixes the clock for reading and for lateness', async () => {
  const other = openShell(oldestNode);
  try {
    const { id } = await other.json<Entry>(...NOW, 'add', 'x', '--when', '1h');
    const [late] = await other.json<Entry[]>('--now', '2026-11-23T13:00:00Z', 'list', '--due');
    assert.deepEqual([late?.id, late?.due_at, late?.late_ms], [id, '2026-11-23T11:00:00.000Z', 7_200_000]);
    assert.deepEqual(await other.json('--now', '2026-11-23T10:59:59.999Z', 'list', '--due'), []);
  } finally {
    other.remove();
  }
});

test('DEFER_TIMEZONE names the zone, and --tz goes before it', async () => {
  const other = openShell(oldestNode);
  try {
    other.env['DEFER_TIMEZONE'] = 'Europe/Paris';
    const zone = async (...words: readonly string[]): Promise<unknown> =>
      (await other.json('doctor', ...words))['zone'];
    assert.equal(await zone(), 'Europe/Paris');
    assert.equal(await zone('--tz', 'Asia/Tokyo'), 'Asia/Tokyo');
    other.env['DEFER_TIMEZONE'] = 'Odd/Zone';
    assert.match((await other.defer('list')).err, /DEFER_TIMEZONE.*Europe\/Paris/);
  } finally {
    other.remove();
  }
});

test('doctor has problems, agents and the zone', async () => {
  const { problems, agents, zone } = await shell.json<{
    problems: unknown[];
    agents: { name: string }[];
    zone: string;
  }>('doctor');
  assert.deepEqual([problems, zone], [[], 'UTC']);
  const names = agents.map(({ name }) => name);
  for (const name of ['claude', 'codex', 'copilot', 'gemini', 'opencode', 'executor']) {
    assert.ok(names.includes(name), name);
  }
});

test('a rehearsal writes nothing, not even a folder', async () => {
  const other = openShell(oldestNode);
  try {
    const entry = await other.json<Entry>('add', 'x', '--when', '1h', '--dry-run');
    assert.equal(entry.title, 'x');
    assert.throws(() => other.read('.sf/schedule.jsonl'), { code: 'ENOENT' });
    assert.throws(() => other.read('.sf/.gitignore'), { code: 'ENOENT' });
  } finally {
    other.remove();
  }
});

test('an entry over 256 KiB is refused with what to do instead', async () => {
  const points = Array.from({ length: 4 }, () => ['--key-point', 'x'.repeat(100_000)]).flat();
  const { code, out } = await shell.defer('--json', 'add', 'x', '--when', '1h', ...points);
  assert.equal(code, 1);
  assert.match((JSON.parse(out) as { error: string }).error, /256 KiB.*artifact/);
});

test('a message that begins with a dash goes after --', async () => {
  const entry = await shell.json<Entry>('add', '--when', '1h', '--dry-run', '--', '-V is not a flag here');
  assert.equal(entry.title, '-V is not a flag here');
});
