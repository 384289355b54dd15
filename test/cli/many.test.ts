import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { node, openShell, program, run, type Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.remove());

const SHELLS = 8;
const ADDS = 5;

test('eight shells that add at once lose nothing, from the very first entry on', async () => {
  const script = `i=0; while [ $i -lt ${ADDS} ]; do "$NODE" "$CLI" add "entry $1 $i" --when 1h || exit 1; i=$((i+1)); done`;
  const env = { ...shell.env, NODE: node, CLI: program };
  const ends = await Promise.all(
    Array.from({ length: SHELLS }, (_, number) =>
      run('/bin/sh', ['-c', script, 'sh', String(number)], shell.project, env),
    ),
  );
  assert.deepEqual(new Set(ends.map(({ code, err }) => `${code}${err}`)), new Set(['0']));
  const entries = await shell.json<{ id: string; title: string }[]>('list');
  const titles = Array.from({ length: SHELLS * ADDS }, (_, n) => `entry ${Math.floor(n / ADDS)} ${n % ADDS}`);
  assert.deepEqual(entries.map(({ title }) => title).sort(), titles.sort());
  assert.equal(new Set(entries.map(({ id }) => id)).size, SHELLS * ADDS);
  assert.equal(shell.read('.sf/schedule.jsonl').split('\n').length, SHELLS * ADDS + 1);
  assert.deepEqual((await shell.json<{ problems: unknown[] }>('doctor')).problems, []);
});

test('eight shells that act on one entry at once leave one schedule, with every act in it', async () => {
  const { id } = await shell.json<{ id: string }>('add', 'x', '--when', '1h');
  const ends = await Promise.all(
    Array.from({ length: SHELLS }, (_, number) => shell.defer('snooze', id, `${number + 1}h`)),
  );
  assert.deepEqual(new Set(ends.map(({ code }) => code)), new Set([0]));
  assert.equal(shell.read('.sf/schedule.jsonl').split('\n').length, SHELLS + 2);
  assert.equal((await shell.json<{ status: string }>('show', id)).status, 'snoozed');
});

test('a reader that has seen enough is no fault', async () => {
  const rows = Array.from({ length: 3000 }, (_, n) => `{"id":"entry-${n}","title":"${'long '.repeat(20)}"}\n`);
  await shell.defer('add', 'x', '--when', '1h');
  writeFileSync(join(shell.project, '.sf', 'schedule.jsonl'), rows.join(''));
  const child = spawn(node, [program, 'list', '--json'], { cwd: shell.project, env: shell.env });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (err += part));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise(resolve => child.once('close', resolve));
  assert.deepEqual([code, err], [0, '']);
});
