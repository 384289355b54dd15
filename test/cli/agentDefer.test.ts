import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openShell } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

test('with --runtime agent-defer, prompts, log and archive are where its variables say', async () => {
  const runtime = join(shell.root, 'runtime');
  Object.assign(shell.env, { DEFER_RUNTIME_DIR: runtime });
  const as = ['--runtime', 'agent-defer'];
  const { id } = await shell.json<{ id: string }>(...as, 'add', 'Go on', '--when', 'now', '--prompt', 'Do it.');
  const shown = await shell.defer(...as, 'run', id, '--dry-run');
  assert.match(shown.out, /Prompt: {7}written to .*\.prompt\.txt\n\nNothing is started\./);
  assert.equal((await shell.defer(...as, 'run', id)).code, 0);
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
  assert.equal((await shell.json<unknown[]>(...as, 'log')).length, 5);
  assert.deepEqual(await shell.json('log'), [], 'the usual log has nothing of it');
  assert.equal((await shell.defer('--runtime', 'other', 'list')).code, 2);
});
