import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  assert.match((await shell.defer(...as, 'history', id)).out, /ok · .* · prompt file · automatic/);
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

test('that its own store is neither listed nor run is said as long as something waits there', async () => {
  const runtime = join(shell.root, 'own');
  const store = join(runtime, 'deferred.jsonl');
  const own = openShell();
  try {
    Object.assign(own.env, { DEFER_RUNTIME_DIR: runtime });
    const as = ['--runtime', 'agent-defer'];
    assert.deepEqual(await own.defer(...as, 'list'), { code: 0, out: 'Nothing is scheduled here.\n', err: '' });
    const task = (id: string, run: string, status = 'scheduled'): string =>
      `${JSON.stringify({ id, run_at: run, type: 'deferred_task', context: { summary: 'S' }, status, attempts: 0 })}\n`;
    mkdirSync(runtime);
    writeFileSync(
      store,
      task('p1', '2026-01-01T00:00:00Z') +
        task('p2', '2027-12-01T00:00:00Z') +
        task('p3', '2026-01-01T00:00:00Z', 'completed') +
        task('p4', '2026-01-01T00:00:00Z', 'executing'),
    );
    const waits = `${store} has 3 tasks of agent-defer's own, 1 of them due. Defer neither lists nor runs them there: "defer import agent-defer" takes them over.\n`;
    assert.deepEqual(await own.defer(...as, 'list'), { code: 0, out: 'Nothing is scheduled here.\n', err: waits });
    const due = await own.defer(...as, 'run', '--due');
    assert.deepEqual(due, { code: 0, out: 'Nothing of Defer’s own is due for an agent.\n', err: waits });
    const one = await own.defer(...as, 'run', 'p1');
    assert.deepEqual([one.code, one.err.endsWith(waits)], [1, true], one.err);
    assert.deepEqual(await own.json(...as, 'list'), []);
    assert.equal((await own.defer('list')).err, '', 'only where Defer stands in for agent-defer');

    await own.json('import', 'agent-defer');
    const both = `3 tasks in ${store} were imported and still wait there too. Turn the cron job of agent-defer off, or both will run them.\n`;
    assert.equal((await own.defer(...as, 'list')).err, both);
    writeFileSync(store, task('p3', '2026-01-01T00:00:00Z', 'completed'));
    assert.equal((await own.defer(...as, 'list')).err, '');
  } finally {
    own.remove();
  }
});

test('the store is where its variable says', async () => {
  const store = join(shell.root, 'tasks.jsonl');
  writeFileSync(store, '{"id":"p1","run_at":"2027-01-01T00:00:00Z","status":"scheduled","context":{"summary":"S"}}\n');
  Object.assign(shell.env, { DEFER_TASKS_FILE: store });
  const { err } = await shell.defer('--runtime', 'agent-defer', 'list');
  assert.ok(err.startsWith(`${store} has 1 task of agent-defer's own, none of them due. `), err);
});
