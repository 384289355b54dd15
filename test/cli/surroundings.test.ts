import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.remove());

for (const zone of ['', ':']) {
  test(`TZ=${zone || "''"} is UTC, as for every program`, async () => {
    shell.env['TZ'] = zone;
    const { code, out, err } = await shell.defer('--now', '2026-11-28T12:00:00Z', 'when', '1h');
    assert.deepEqual([code, out, err], [0, 'Sat 28 Nov, 13:00 UTC (in 1 h)\n', '']);
    assert.equal((await shell.defer('list')).code, 0);
  });
}

test('a TZ that names no zone is refused, and only where times are shown', async () => {
  shell.env['TZ'] = 'Europe/Nowhere';
  const { code, err } = await shell.defer('when', '1h');
  assert.equal(code, 2);
  assert.match(err, /TZ: there is no time zone "Europe\/Nowhere"/);
  assert.equal((await shell.defer('--tz', 'UTC', 'when', '1h')).code, 0);
});

for (const home of ['', 'home', './home', '~']) {
  test(`HOME=${home || "''"} is refused, and nothing is taken for the person’s own`, async () => {
    mkdirSync(join(shell.project, '.sf'));
    writeFileSync(join(shell.project, '.sf', 'schedule.jsonl'), '{"id":"x","due_at":"2026-01-01T00:00:00Z"}\n');
    shell.env['HOME'] = home;
    for (const words of [
      ['list'],
      ['--scope', 'global', 'list'],
      ['add', 'x', '--when', '1h'],
      ['run', 'x'],
      ['mcp'],
      ['exec', '0'.repeat(32)],
    ]) {
      const { code, out, err } = await shell.defer(...words);
      assert.deepEqual([code, out], [1, ''], words.join(' '));
      assert.match(err, /HOME is (?:empty|not an absolute path), so .*Set it to your home folder/, words.join(' '));
    }
    assert.deepEqual(readdirSync(shell.project), ['.sf']);
    assert.deepEqual(readdirSync(join(shell.project, '.sf')), ['schedule.jsonl']);
  });
}

test('a home that cannot be written to is named with its path', async () => {
  placeFakeAgent(shell.bin, 'claude');
  const words = ['--when', 'now', '--agent', 'claude', '--prompt', 'Go on'];
  const [closed, open] = [
    await shell.json<{ id: string }>('add', 'x', ...words),
    await shell.json<{ id: string }>('add', 'y', ...words),
  ];
  await shell.defer('done', closed.id);
  // A folder that may not be written to is no hindrance for the root of a container that runs the tests; this is.
  rmSync(join(shell.home, '.sf'), { recursive: true, force: true });
  writeFileSync(join(shell.home, '.sf'), '');
  for (const call of [['run', open.id], ['archive'], ['--scope', 'global', 'add', 'x', '--when', '1h']]) {
    const { code, err } = await shell.defer(...call);
    assert.equal(code, 1, call.join(' '));
    assert.ok(err.includes(join(shell.home, '.sf')), `${call.join(' ')}: ${err}`);
    assert.match(err, /Could not .*: (?:a file|something else) is/);
  }
});
