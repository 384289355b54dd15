import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../../src/cli/parse/complete.ts';
import { RUNTIMES, type GlobalOptions } from '../../../../src/cli/parse/call.ts';
import { parseCommandLine } from '../../../../src/cli/parse/commandLine.ts';
import { SNIPPET_AGENTS } from '../../../../src/cli/start/snippetAgents.ts';
import { createWorld } from '../../../support/world.ts';

const text = [
  '{"id":"01AAA","title":"First \\u001b[31mof all","due_at":"2026-11-23T09:00:00Z"}',
  '{"id":"01AAB","title":"Second","due_at":"2026-11-25T09:00:00Z"}',
  '{"id":"01CLOSED","title":"Closed","status":"done","due_at":"2026-11-22T09:00:00Z"}',
  '{"id":"$(touch pwned)","title":"Hostile","due_at":"2026-11-23T09:00:00Z"}',
  '{"id":"--scope","title":"A flag","due_at":"2026-11-23T09:00:00Z"}',
  '{"id":"schedule:weekly","title":"Weekly","due_at":"2026-11-23T09:00:00Z"}',
].join('\n');

const { host } = createWorld({ text });
const opened: GlobalOptions[] = [];

const offered = async (...words: readonly string[]): Promise<readonly string[]> =>
  (
    await complete(words, options => {
      opened.push(options);
      return host;
    })
  ).map(([word]) => word);

test('verbs come first, with what they do', async () => {
  assert.deepEqual(await offered('sn'), ['snooze']);
  assert.deepEqual(await offered('re'), ['results', 'reschedule', 'resume', 'reopen', 'reject', 'resume-run']);
  assert.deepEqual(await offered('help', 'do'), ['done', 'doctor']);
  assert.deepEqual(await offered('comp'), ['completion']);
  assert.deepEqual(await offered('completion', ''), ['bash', 'zsh', 'fish']);
  assert.ok(!(await offered('')).includes('exec'));
});

test('then flags of the verb, their choices, and times', async () => {
  assert.deepEqual(await offered('list', '--d'), ['--due', '--dir']);
  assert.deepEqual(await offered('add', '--mode', ''), ['fresh', 'callback']);
  assert.deepEqual(await offered('list', '--scope', 'g'), ['global']);
  assert.deepEqual(await offered('snooze', '01AAA', 't'), ['tomorrow']);
  assert.deepEqual(await offered('add', '--artifact', ''), [], 'a file is the shell’s to complete');
  assert.deepEqual(await offered('nonsense', ''), []);
});

test('the commands that are no verbs are offered like those, with their flags and choices', async () => {
  assert.deepEqual(await offered('m'), ['mcp']);
  assert.deepEqual(await offered('help', 'm'), ['mcp']);
  assert.deepEqual(await offered('mcp', '--p'), ['--print']);
  assert.deepEqual(await offered('mcp', '--print', ''), [...SNIPPET_AGENTS]);
  assert.deepEqual(await offered('--json', 'mcp', '--print', 'cl'), ['claude']);
  assert.deepEqual(await offered('mcp', ''), []);
  assert.deepEqual(await offered('list', '--ru'), ['--runtime']);
  assert.deepEqual(await offered('--runtime', ''), [...RUNTIMES]);
  assert.deepEqual(await offered('completion', 'bash', ''), []);
});

/** What `--help` says. */
const helpOf = (...words: readonly string[]): string => {
  try {
    parseCommandLine([...words, '--help'], '0');
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
};

test('all that help names is offered: every command, and every flag of each', async () => {
  const [, list = ''] = helpOf().split('Commands:\n');
  const named = list.split('\n\n')[0] ?? '';
  const names = [...named.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = '']) => name);
  assert.ok(names.length > 25, named);
  assert.deepEqual([...(await offered(''))].sort(), [...names].sort());
  for (const words of [[], ...names.filter(name => name !== 'help').map(name => [name])]) {
    const flags = [...helpOf(...words).matchAll(/^ {2}(?:-\w, )?(--[a-z][\w-]*)/gm)].map(([, flag = '']) => flag);
    const own = await offered(...words, '-');
    assert.ok(flags.length > 0, words.join(' '));
    assert.deepEqual(
      flags.filter(flag => !own.includes(flag)),
      [],
      words.join(' '),
    );
  }
});

test('entries are offered by id, those that the verb can be meant for, soonest first', async () => {
  assert.deepEqual(await offered('done', '01'), ['01AAA', '01AAB']);
  assert.deepEqual(await offered('--json', 'snooze', ''), ['01AAA', 'schedule:weekly', '01AAB']);
  assert.deepEqual(await offered('reopen', ''), ['01CLOSED']);
  assert.ok((await offered('show', '')).includes('01CLOSED'));
});

test('an id that a shell would obey is never put on its line, and a title is cleaned', async () => {
  assert.ok(!(await offered('done', '')).some(word => word.includes('$') || word.startsWith('-')));
  const [first] = await complete(['done', '01AAA'], () => host);
  assert.deepEqual(first, ['01AAA', 'First of all']);
});

test('it looks where the flags before it say', async () => {
  opened.length = 0;
  await offered('--dir', '/elsewhere', 'done', '--scope', 'global', '');
  assert.deepEqual(opened, [{ dir: '/elsewhere', scope: 'global', json: false }]);
});
