import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openShell } from './shell.ts';
import { inTerminal } from './terminal.ts';

const shell = openShell();
after(() => shell.remove());

test('with --runtime agent-defer, prompts, log and archive are where its variables say', async () => {
  const runtime = join(shell.root, 'runtime');
  Object.assign(shell.env, { DEFER_RUNTIME_DIR: runtime });
  const as = ['--runtime', 'agent-defer'];
  const { id } = await shell.json<{ id: string }>(...as, 'add', 'Go on', '--when', 'now', '--prompt', 'Do it.');
  const shown = await shell.defer(...as, 'run', id, '--dry-run');
  assert.match(
    shown.out,
    /^Agent: {8}none: .*\nFolder: .*\nPrompt: {7}written to .*\.prompt\.txt\n\nNothing is started\./,
  );
  const ran = await shell.defer(...as, 'run', id);
  assert.deepEqual(
    [ran.code, ran.out],
    [0, 'The prompt was written to its file. No agent was started: DEFER_EXECUTOR names no executor.\n'],
  );
  assert.equal(ran.err, `${join(runtime, 'logs', `${id}.prompt.txt`)}\n`);
  assert.match((await shell.defer(...as, 'history')).out, /ok · .* · prompt file$/m);
  assert.match(readFileSync(join(runtime, 'logs', `${id}.prompt.txt`), 'utf8'), /^You are resuming a deferred task\./);
  await shell.json(...as, 'archive');
  const [archive = ''] = readdirSync(join(runtime, 'archive'));
  assert.match(archive, /^schedule_\d{6}\.jsonl$/);
  const log = readFileSync(join(runtime, 'logs', 'defer.log'), 'utf8');
  assert.deepEqual(log.match(/(?<=Z )[a-z ]+(?= id=)/g), [
    'scheduled',
    'runner claimed',
    'runner started',
    'executed',
    'archived',
  ]);
  assert.match(log, /executed id=\S+ .* mode=prompt_prepared /);
  assert.equal((await shell.json<unknown[]>(...as, 'log')).length, 5);
  assert.deepEqual(await shell.json('log'), [], 'the usual log has nothing of it');
  assert.equal((await shell.defer('--runtime', 'other', 'list')).code, 2);
});

test('nothing says that an agent ran where only a prompt was written, by itself or by hand', async () => {
  const runtime = join(shell.root, 'prepared');
  Object.assign(shell.env, { DEFER_RUNTIME_DIR: runtime });
  const as = ['--runtime', 'agent-defer'];
  const soon = ['--when', '2s', '--prompt', 'Do it.'];
  const { id } = await shell.json<{ id: string }>(...as, 'add', 'Go on', ...soon);
  assert.equal((await inTerminal(shell, 'yes', ...as, 'allow', id)).code, 0);
  await setTimeout(2100);
  const due = await shell.defer(...as, 'run', '--due');
  assert.match(due.out, /^Due: 1 prompt written\.\n .*: prompt written\. No agent was started: DEFER_EXECUTOR/);
  assert.ok(existsSync(join(runtime, 'logs', `${id}.prompt.txt`)));
  assert.match((await shell.defer(...as, 'history', id)).out, /ok · .* · prompt file · unattended/);
});

test('nor where it could not be written', async () => {
  const blocked = join(shell.root, 'blocked');
  writeFileSync(blocked, '');
  Object.assign(shell.env, { DEFER_LOG_DIR: blocked, DEFER_LOG_FILE: join(shell.root, 'defer.log') });
  const as = ['--runtime', 'agent-defer'];
  const { id } = await shell.json<{ id: string }>(...as, 'add', 'Go on', '--when', 'now', '--prompt', 'Do it.');
  const ran = await shell.defer(...as, 'run', id);
  assert.deepEqual([ran.code, ran.out], [1, 'The prompt could not be written to its file (exit code 73).\n']);
});
