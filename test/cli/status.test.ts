import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { node, openShell, program, run, type Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.remove());

const SILENT = { code: 0, out: '', err: '' };

test('a prompt gets one line where something is due, and not even an empty one else', async () => {
  assert.deepEqual(await shell.defer('status', '--short'), SILENT);
  await shell.defer('add', 'x', '--when', '0m');
  assert.deepEqual(await shell.defer('status', '--short'), { code: 0, out: '1 due\n', err: '' });
  assert.deepEqual(await shell.from(shell.home, 'status', '--short'), SILENT, 'in the home folder');
  const { due } = await shell.json<{ due: number }>('status', '--short');
  assert.equal(due, 1);
});

test('the machine’s clock shows the same time as the name of its zone', async () => {
  await shell.defer('add', 'x', '--when', '2026-11-28T11:00:00Z');
  await shell.defer('add', 'y', '--when', '2026-11-28T14:30:00Z');
  const ask = async (): Promise<string> =>
    (await shell.defer('--now', '2026-11-28T12:00:00Z', 'status', '--short')).out;
  const named = await ask();
  assert.equal(named, '1 due, next 14:30\n');
  const { TZ: _, ...env } = shell.env;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const call = [program, '--now', '2026-11-28T12:00:00Z', 'status', '--short'];
  const unnamed = await run(node, call, shell.project, env);
  assert.equal(unnamed.out, (await run(node, call, shell.project, { ...env, DEFER_TIMEZONE: timeZone })).out);
});

test('no schedule file breaks a prompt, whatever it is', async () => {
  const folder = join(shell.project, '.sf');
  const file = join(folder, 'schedule.jsonl');
  const hostile: Readonly<Record<string, () => void>> = {
    'a folder': () => mkdirSync(file),
    'a pipe': () => void execFileSync('/usr/bin/mkfifo', [file]),
    'a link that leads nowhere': () => symlinkSync('missing', file),
    'a device': () => symlinkSync('/dev/zero', file),
    'no text': () => writeFileSync(file, Buffer.alloc(4096, 0xff)),
    'control characters': () => writeFileSync(file, '{"id":"a","title":"\\u001b]0;x\\u0007","due_at":"never"}\n'),
  };
  for (const [name, make] of Object.entries(hostile)) {
    mkdirSync(folder);
    make();
    assert.deepEqual(await shell.defer('status', '--short'), SILENT, name);
    assert.deepEqual(await shell.defer('status', '--session-start', 'claude'), SILENT, name);
    rmSync(folder, { recursive: true });
  }
});

test('a hook that is printed runs as it is, in any folder, and changes nothing', async () => {
  await shell.defer('add', 'x', '--when', '0m');
  const { out, err } = await shell.from(shell.home, 'hook', 'claude');
  assert.match(err, /^Add this to what is in ~\/\.claude\/settings\.json\.\n$/);
  const { hooks } = JSON.parse(out) as { hooks: { SessionStart: [{ hooks: [{ command: string }] }] } };
  const { command } = hooks.SessionStart[0].hooks[0];
  const before = shell.read('.sf/schedule.jsonl');
  const told = await run('/bin/sh', ['-c', command], shell.project, shell.env);
  assert.match(told.out, /1 entry of this folder is due/, told.err);
  assert.deepEqual(await run('/bin/sh', ['-c', command], shell.home, shell.env), SILENT);
  assert.equal(shell.read('.sf/schedule.jsonl'), before);
  const underRun = await run('/bin/sh', ['-c', command], shell.project, { ...shell.env, DEFER_RUN_ID: 'abc' });
  assert.deepEqual(underRun, SILENT);
});
