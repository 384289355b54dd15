import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, test } from 'node:test';
import { node, openShell, program, type Shell } from './shell.ts';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly created_by: string;
}

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.remove());

test('an agent that Defer started proposes, and only a person accepts, rejects, reopens or resumes', async () => {
  const paused = await shell.json<Entry>('add', 'By a person', '--every', '1h');
  await shell.json('pause', paused.id);
  const closed = await shell.json<Entry>('add', 'By a person too', '--when', '1h');
  await shell.json('done', closed.id);
  Object.assign(shell.env, { DEFER_RUN_ID: 'f'.repeat(32), DEFER_AGENT: 'claude' });
  const { id, status, created_by: by } = await shell.json<Entry>('add', 'Check the build', '--when', '30m');
  assert.deepEqual([status, by], ['proposed', 'agent:claude']);
  for (const words of [
    ['accept', id],
    ['reject', id],
    ['reopen', closed.id],
    ['resume', paused.id],
  ]) {
    const { code, err } = await shell.defer(...words);
    assert.equal(code, 1, words[0]);
    assert.match(err, /^defer: Only a person may do that\./, words[0]);
  }
  delete shell.env['DEFER_RUN_ID'];
  assert.equal((await shell.json<Entry>('accept', id)).status, 'pending');
  assert.equal((await shell.json<Entry>('show', id)).created_by, 'agent:claude');
});

test('lines ::defer are taken from a long text on the standard input', () => {
  const text = 'I waited for CI.\n\n::defer 30m Check the build\n- ::defer 2h Look at the logs\nThat is all.\n';
  const call = (...words: readonly string[]) =>
    spawnSync(node, [program, ...words], { cwd: shell.project, env: shell.env, input: text, encoding: 'utf8' });
  const { status, stdout } = call('--json', 'add', '--parse', '-');
  assert.equal(status, 0);
  const made = JSON.parse(stdout) as Entry[];
  assert.deepEqual(
    made.map(({ title }) => title),
    ['Check the build', 'Look at the logs'],
  );
  assert.match(call('add', '--parse', '-').stdout, /^2 lines scheduled\. Ids: \w{26}, \w{26}\n$/);
  const huge = spawnSync(node, [program, 'add', '--parse', '-'], {
    ...{ cwd: shell.project, env: shell.env, encoding: 'utf8' },
    input: 'x'.repeat(1_100_000),
  });
  assert.equal(huge.status, 2);
  assert.match(huge.stderr, /megabyte/);
});

test('a prompt is taken from the standard input, which one of several can have', () => {
  const call = (...words: readonly string[]) =>
    spawnSync(node, [program, ...words], { cwd: shell.project, env: shell.env, input: 'Look.\n', encoding: 'utf8' });
  const { stdout } = call('--json', 'add', 'Review', '--when', '2h', '--prompt', '-');
  const { id, prompt } = JSON.parse(stdout) as Entry & { readonly prompt: string };
  assert.equal(prompt.trim(), 'Look.');
  assert.equal(call('edit', id, '--prompt', '-').status, 0);
  const both = call('add', '-', '--when', '2h', '--prompt', '-');
  assert.deepEqual([both.status, /only once\. Give "-" in one place/.test(both.stderr)], [2, true]);
});
