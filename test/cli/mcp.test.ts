import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { verbs } from '../../src/verbs/index.ts';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { connect, type McpClient, type ToolReply } from './mcpClient.ts';
import { node, openShell, program, type Shell } from './shell.ts';
import { hasTerminal, inTerminal } from './terminal.ts';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly created_by: string;
  readonly prompt: string | null;
  readonly repeats: string | null;
}
interface Items {
  readonly items: readonly Entry[];
}

let shell: Shell;
let mcp: McpClient | undefined;
const open = async (...options: Parameters<typeof connect> extends [Shell, ...infer More] ? More : never) =>
  (mcp = await connect(shell, ...options));

beforeEach(() => {
  shell = openShell();
});
afterEach(async () => {
  await mcp?.close();
  mcp = undefined;
  shell.remove();
});

test('the tools are those that the golden file names (npm run build && UPDATE=1 npx node --test test/cli/mcp.test.ts rewrites it)', async () => {
  const path = join(import.meta.dirname, '../golden/mcp-tools.json');
  const { client } = await open();
  const { tools } = await client.listTools();
  if (process.env['UPDATE']) {
    writeFileSync(path, `${JSON.stringify(tools, null, 2)}\n`);
  }
  assert.deepEqual(tools, JSON.parse(readFileSync(path, 'utf8')));
});

test('there is a tool for each verb that reads or writes, and none that starts something or is for a person', async () => {
  const { client } = await open();
  const names = (await client.listTools()).tools.map(({ name }) => name);
  const wanted = verbs
    .filter(({ effect, person }) => (effect === 'reads' || effect === 'writes') && !person)
    .map(({ name }) => name);
  assert.deepEqual(names.sort(), [...wanted.map(name => `defer_${name}`), 'schedule'].sort());
  for (const name of ['run', 'accept', 'reject', 'reopen', 'resume', 'log', 'allow', 'archive', 'import']) {
    assert.ok(!names.includes(`defer_${name}`), name);
    await assert.rejects(client.callTool({ name: `defer_${name}`, arguments: { id: 'x' } }), /not found/i);
  }
});

test('an agent lists, creates, lists, snoozes and cancels, in the name its client gives', async () => {
  const { call } = await open({ name: 'Some Client\u001B[31m' });
  assert.deepEqual((await call<Items>('defer_list')).value, { items: [] });
  const made = await call<Entry>('defer_add', { message: 'Check the build', when: '30m', tags: ['ci'] });
  assert.equal(made.isError, false);
  assert.match(made.text, /^Scheduled for .*\n\{/);
  const { id } = made.value;
  assert.deepEqual([made.value.status, made.value.created_by], ['pending', 'agent:Some Client']);
  const listed = await call<Items>('defer_list');
  assert.deepEqual(
    listed.value.items.map(entry => [entry.id, entry.title]),
    [[id, 'Check the build']],
  );
  assert.deepEqual(JSON.parse(listed.text), listed.value);
  assert.equal((await call<Entry>('defer_snooze', { id, when: '2h' })).value.status, 'snoozed');
  assert.equal((await call<Entry>('defer_cancel', { id, reason: 'It is green' })).value.status, 'cancelled');
  assert.deepEqual((await call<Items>('defer_list')).value, { items: [] });
  assert.equal((await shell.json<Entry[]>('list', '--all')).length, 1, 'the command line sees the same');
});

test('a second process sees at once what the first one wrote', async () => {
  const { call } = await open();
  await shell.json('add', 'By a person', '--when', '1h');
  assert.deepEqual(
    (await call<Items>('defer_list')).value.items.map(({ title, created_by: by }) => [title, by]),
    [['By a person', 'cli']],
  );
});

test('the tool schedule takes what duragent’s tools take, and sees the caller’s own entries only', async () => {
  const { call } = await open();
  const theirs = await shell.json<Entry>('add', 'By a person', '--when', '1h');
  const make = (input: object) => call<Entry>('schedule', { action: 'create', ...input });
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const once = await make({ at, message: 'Look at the logs' });
  const often = await make({ every_seconds: 3600, task: 'Sweep the issues.\nClose the stale ones.', max_retries: 2 });
  const daily = await make({ cron: '0 9 * * MON-FRI', message: 'Stand up' });
  assert.equal(often.value.title, 'Sweep the issues.');
  assert.equal(often.value.prompt, 'Sweep the issues.\nClose the stale ones.');
  assert.match(daily.text, /09:00 UTC/);
  const own = (await call<Items>('schedule', { action: 'list' })).value.items.map(({ id }) => id);
  assert.deepEqual(own.sort(), [once, often, daily].map(({ value }) => value.id).sort());
  for (const [input, why] of [
    [{ message: 'x' }, /one of at, every_seconds/],
    [{ at, cron: '0 9 * * *', message: 'x' }, /one of at, every_seconds/],
    [{ at }, /one of message and task/],
    [{ at, message: 'x', task: 'y' }, /one of message and task/],
    [{ every_seconds: 60, message: 'x' }, /more often than every 5 minutes/],
  ] as const) {
    const refused = await make(input);
    assert.ok(refused.isError);
    assert.match(refused.text, why);
  }
  const cancel = (id: string) => call<Entry>('schedule', { action: 'cancel', schedule_id: id });
  assert.match((await cancel(theirs.id)).text, /not yours/);
  assert.equal((await cancel(once.value.id)).value.status, 'cancelled');
});

test('a thousand creates start nothing and stop at twenty', async () => {
  const canary = join(shell.root, 'started');
  for (const name of ['claude', 'codex', 'copilot', 'gemini', 'opencode']) {
    writeFileSync(join(shell.bin, name), `#!/bin/sh\n: > '${canary}'\n`, { mode: 0o755 });
  }
  const { call } = await open();
  const replies: ToolReply[] = [];
  while (replies.length < 1000) {
    const create = () => call('defer_add', { message: 'Go on', when: '0m', prompt: 'Go on.', agent: 'claude' });
    replies.push(...(await Promise.all(Array.from({ length: 10 }, create))));
  }
  assert.equal(replies.filter(({ isError }) => !isError).length, 20);
  assert.match(replies.at(-1)?.text ?? '', /at most 20 open or proposed/);
  assert.equal(shell.read('.sf/schedule.jsonl').trimEnd().split('\n').length, 20);
  await shell.defer('run', '--due');
  assert.throws(() => readFileSync(canary), { code: 'ENOENT' });
  const runs = (await shell.json<{ runs: unknown[] }[]>('list')).flatMap(entry => entry.runs);
  assert.deepEqual(runs, []);
});

test('under a run of Defer’s an agent only proposes, over this door too', async () => {
  shell.env['DEFER_RUN_ID'] = 'f'.repeat(32);
  const { call } = await open();
  const { value, text } = await call<Entry>('defer_add', { message: 'x', when: '1h' });
  assert.deepEqual([value.status, value.created_by], ['proposed', 'agent:tester']);
  assert.match(text, /A person has to accept it/);
});

test(
  'an agent that keeps its environment from its servers is known all the same',
  { skip: process.platform !== 'linux' },
  async t => {
    const transport = new StdioClientTransport({
      command: '/bin/sh',
      args: ['-c', `env -u DEFER_RUN_ID '${node}' '${program}' mcp; :`],
      cwd: shell.project,
      env: { ...shell.env, PATH: '/usr/bin:/bin', DEFER_RUN_ID: 'f'.repeat(32) },
    });
    const client = new Client({ name: 'tester', version: '0' });
    t.after(() => client.close());
    await client.connect(transport);
    const { structuredContent } = await client.callTool({ name: 'defer_add', arguments: { message: 'x', when: '1h' } });
    assert.equal((structuredContent as Entry).status, 'proposed');
  },
);

test('what is wrong with a call is an answer in words, and writes nothing', async () => {
  const { call } = await open();
  for (const [tool, input, why] of [
    ['defer_add', { when: '1h' }, /argument message is missing/],
    ['defer_add', { message: 'x', when: '1h', parse: true }, /no argument "parse"/],
    ['defer_add', { message: 'x', when: 'one of these days' }, /one of these days/],
    ['defer_add', { message: 'x', when: '31d' }, /at most 30 days ahead/],
    ['defer_add', { message: 'x', when: '1h', kind: 'command' }, /command cannot be scheduled/],
    ['defer_add', { message: 7, when: '1h' }, /argument message must be a text/],
    ['defer_add', { message: 'x', when: '1h', mode: 'odd' }, /one of fresh, callback/],
    ['defer_list', { due: 'yes' }, /true or false/],
    ['defer_show', { id: 'nothing' }, /no entry "nothing"/],
  ] as const) {
    const reply = await call(tool, input);
    assert.ok(reply.isError, JSON.stringify(input));
    assert.match(reply.text, why);
  }
  assert.throws(() => shell.read('.sf/schedule.jsonl'), { code: 'ENOENT' });
});

test('resources: what is due, an entry, and the prompt an agent would get', async () => {
  const { client, call, read } = await open();
  const { value } = await call<Entry>('defer_add', { message: 'Go on', when: '0m', prompt: 'Go on with it.' });
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.deepEqual(
    [resources.map(({ uri }) => uri), resourceTemplates.map(({ uriTemplate }) => uriTemplate)],
    [['defer://due'], ['defer://entry/{id}', 'defer://entry/{id}/prompt']],
  );
  const due = JSON.parse(await read('defer://due')) as Items;
  assert.deepEqual(
    due.items.map(({ id }) => id),
    [value.id],
  );
  assert.equal((JSON.parse(await read(`defer://entry/${value.id}`)) as Entry).title, 'Go on');
  const prompt = await read(`defer://entry/${value.id}/prompt`);
  assert.match(prompt, /^You are resuming a deferred task/);
  assert.match(prompt, /Scheduled by: agent:tester[^]*Task:\nGo on with it\./);
  await assert.rejects(read('defer://entry/nothing'), /not found/i);
});

test('the prompt is that of a run now: CONTEXT.md is read again, and what changed stands in it', async () => {
  const { read } = await open();
  writeFileSync(join(shell.project, 'CONTEXT.md'), '## Overview\nThe first summary.\n');
  writeFileSync(join(shell.project, 'notes.md'), 'one');
  const words = ['--when', '1h', '--reorient', '--artifact', 'notes.md', '--agent', 'claude', '--prompt', 'Go on.'];
  const { id } = await shell.json<Entry>('add', 'Review', ...words);
  writeFileSync(join(shell.project, 'CONTEXT.md'), '## Overview\nThe second summary.\n');
  rmSync(join(shell.project, 'notes.md'));
  const prompt = await read(`defer://entry/${id}/prompt`);
  assert.match(prompt, /The second summary\.[^]*Drift:\n.*notes\.md/);
  assert.doesNotMatch(prompt, /The first summary/);
});

test('no row makes the prompt tell an agent of a CONTEXT.md outside of the folder', async () => {
  const projects = join(shell.env['HOME'] ?? '', 'data/research/projects/other');
  mkdirSync(projects, { recursive: true });
  writeFileSync(join(projects, 'CONTEXT.md'), '## State\nof another project\n');
  const { read } = await open();
  mkdirSync(join(shell.project, '.sf'));
  const rows = [{ reorient: true }, { context: { project: 'other' } }].map((more, n) => {
    const payload = { message: 'Go on', prompt: 'Go on.', ...more };
    return `${JSON.stringify({ id: `row-${n}`, kind: 'prompt', due_at: '2026-01-01T00:00:00Z', payload })}\n`;
  });
  writeFileSync(join(shell.project, '.sf/schedule.jsonl'), rows.join(''));
  for (const id of ['row-0', 'row-1']) {
    const prompt = await read(`defer://entry/${id}/prompt`);
    assert.match(prompt, /outside the workspace folder, so it was not read/);
    assert.doesNotMatch(prompt, /another project/);
  }
  await assert.rejects(read('defer://entry/%E0%A4%A/prompt'), /not found/i);
});

test(
  'what a person allowed to run without them, an agent moves only to a later time',
  { skip: !hasTerminal },
  async () => {
    const { call } = await open();
    const agent = placeFakeAgent(shell.bin, 'claude');
    const { id } = await shell.json<Entry>('add', 'Sweep', '--when', '3h', '--agent', 'claude', '--prompt', 'Go on.');
    const free = await call('defer_reschedule', { id, when: '2h' });
    assert.equal(free.isError, false, free.text);
    assert.equal((await inTerminal(shell, 'yes', 'allow', id)).code, 0);
    const before = shell.read('.sf/schedule.jsonl');
    for (const tool of ['defer_reschedule', 'defer_snooze']) {
      const { isError, text } = await call(tool, { id, when: '1s' });
      assert.deepEqual([isError, /to a later time/.test(text)], [true, true], text);
    }
    assert.equal(shell.read('.sf/schedule.jsonl'), before);
    assert.equal((await call('defer_snooze', { id, when: '5h' })).isError, false);
    assert.deepEqual(agent.calls(), []);
  },
);

test('no text of the file reaches an agent uncleaned, and none reaches the descriptions', async () => {
  const hostile = '\u001B]0;owned\u0007\u001B[31mred\u202Eevil\u200B\u0000 end';
  const row = {
    id: 'a b/ü',
    due_at: '2026-01-01T00:00:00Z',
    payload: { message: hostile, prompt: hostile, tags: [hostile] },
  };
  mkdirSync(join(shell.project, '.sf'));
  writeFileSync(join(shell.project, '.sf/schedule.jsonl'), `${JSON.stringify(row).replace('\\u0000', '')}\n`);
  const { client, call, read } = await open();
  const id = 'a b/ü';
  const texts = [
    ...(await Promise.all(['defer_list', 'defer_query', 'defer_doctor'].map(tool => call(tool)))).flatMap(reply => [
      reply.text,
      JSON.stringify(reply.value),
    ]),
    (await call('defer_show', { id })).text,
    (await call('defer_snooze', { id, when: '1h' })).text,
    await read(`defer://entry/${encodeURIComponent(id)}`),
    await read(`defer://entry/${encodeURIComponent(id)}/prompt`),
  ];
  assert.ok(texts.filter(text => text.includes('redevil end')).length >= 5);
  for (const text of texts) {
    // In JSON as an escape, or as it is.
    assert.doesNotMatch(text, /[^\P{Cc}\n]|[\u202E\u200B]|\\u00(?:1b|07)|\\u20/iu);
  }
  assert.doesNotMatch(JSON.stringify(await client.listTools()), /evil/);
  assert.doesNotMatch(client.getInstructions() ?? '', /evil/);
});

test('a long list has an end, and says how much is left out', async () => {
  mkdirSync(join(shell.project, '.sf'));
  const rows = Array.from({ length: 150 }, (_, count) =>
    JSON.stringify({ id: `e${count}`, due_at: '2026-01-01T00:00:00Z' }),
  );
  writeFileSync(join(shell.project, '.sf/schedule.jsonl'), `${rows.join('\n')}\n`);
  const { call } = await open();
  const { value } = await call<Items & { more: number }>('defer_list');
  assert.deepEqual([value.items.length, value.more], [100, 50]);
});

test('--dir and --scope say which schedule; no folder at all is told on the standard error', async () => {
  const { call } = await open({ words: ['--scope', 'global'] });
  await call('defer_add', { message: 'x', when: '1h' });
  assert.match(readFileSync(join(shell.home, '.sf/schedule.jsonl'), 'utf8'), /agent:tester/);
  const { code, out, err } = await shell.defer('mcp', '--dir', 'nowhere');
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /no folder "nowhere"/);
});
