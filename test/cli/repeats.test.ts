import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { openShell, type Shell } from './shell.ts';

const THURSDAY = ['--now', '2026-11-19T20:00:00Z'];
const MONDAY = ['--now', '2026-11-23T07:00:00Z'];

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.remove());

test('what repeats keeps the clock of --tz, is one line after a weekend, and goes on to the next slot', async () => {
  const words = ['add', 'Check CI', '--cron', '0 9 * * *', '--tz', 'Europe/Paris'];
  const added = await shell.defer(...THURSDAY, ...words);
  assert.match(added.out, /^Scheduled to repeat\. At 09:00, every day: Fri 20 Nov, 09:00 CET, then Sat 21 Nov/);
  const list = await shell.defer(...MONDAY, '--tz', 'Europe/Paris', 'list');
  assert.match(list.out, /^Overdue\n {2}\w+ {2}Check CI {2}3 missed since Fri · At 09:00, every day\n$/);
  const [entry] = await shell.json<{ id: string }[]>(...MONDAY, 'list', '--due');
  const skipped = await shell.json(...MONDAY, 'skip', entry?.id ?? '');
  assert.equal(skipped['due_at'], '2026-11-23T08:00:00.000Z');
  const paused = await shell.json(...MONDAY, 'pause', entry?.id ?? '');
  assert.equal(paused['group'], 'Repeating');
  const resumed = await shell.json('--now', '2026-11-25T07:00:00Z', 'resume', entry?.id ?? '');
  assert.equal(resumed['due_at'], '2026-11-25T08:00:00.000Z');
});

test('next prints an array of moments, by the clock of --tz wherever it stands', async () => {
  const words = ['next', '30 2 * * *', '--from', '2026-01-01T00:00:00Z', '--count', '2', '--json'];
  const moments = ['2026-01-01T15:30:00.000Z', '2026-01-02T15:30:00.000Z'];
  for (const call of [
    [...words, '--tz', 'Australia/Lord_Howe'],
    ['--tz', 'Australia/Lord_Howe', ...words],
  ]) {
    assert.deepEqual(await shell.json(...call), moments);
  }
});

test('an agent that Defer started may not make a repeat more frequent than every five minutes', async () => {
  shell.env['DEFER_RUN_ID'] = 'f'.repeat(32);
  const refused = await shell.defer('add', 'x', '--every', '1m');
  assert.equal(refused.code, 1);
  assert.match(refused.err, /more often than every 5 minutes/);
  delete shell.env['DEFER_RUN_ID'];
  assert.equal((await shell.defer('add', 'x', '--every', '1m')).code, 0);
});

test('a zone that there is not, no time at all and two times are wrong usage, and nothing is written', async () => {
  for (const words of [['--cron', '0 9 * * *', '--tz', 'Mars/Olympus'], [], ['--when', '1h', '--every', '1h']]) {
    const { code, err } = await shell.defer('add', 'x', ...words);
    assert.equal(code, 2, words.join(' '));
    assert.match(err, /^defer: /);
  }
  assert.deepEqual(await shell.json('list', '--all'), []);
});
