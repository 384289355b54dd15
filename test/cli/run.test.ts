import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { oldestNode, openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = openShell(oldestNode);
});
afterEach(() => shell.remove());

interface Entry {
  readonly id: string;
  readonly status: string;
  readonly runs: readonly {
    readonly outcome: string;
    readonly exit_code: number | null;
    readonly session: string;
    readonly token: string;
  }[];
}

const PROMPT = 'Go on: "quotes", $(id), `id`, \\ and ümläut 👍\n-- second line';

const add = async (...more: readonly string[]): Promise<string> =>
  (await shell.json<Entry>('add', 'Resume', '--when', 'now', '--agent', 'claude', '--prompt', PROMPT, ...more)).id;

test('run starts the agent with the very bytes of the prompt, and records its end', async () => {
  const agent = placeFakeAgent(shell.bin, 'claude', { prints: 'hello from the agent' });
  const id = await add();
  const { code, out } = await shell.defer('run', id);
  assert.equal(code, 0);
  assert.match(out, /^hello from the agent\nThe agent ended well\.\n$/);
  const [call] = agent.calls();
  assert.equal(call?.folder, shell.project);
  assert.deepEqual(call.arguments.slice(0, 1), ['--session-id']);
  assert.ok(call.arguments.at(-1)?.includes(PROMPT));
  const entry = await shell.json<Entry>('show', id);
  assert.deepEqual([entry.status, entry.runs.length, entry.runs[0]?.outcome], ['done', 1, 'ok']);
  assert.equal(entry.runs[0]?.exit_code, 0);
  const events = shell
    .read('.sf/schedule.jsonl')
    .split('\n')
    .filter(Boolean)
    .map(line => (JSON.parse(line) as { run?: { event: string } }).run?.event);
  assert.deepEqual(events, [undefined, 'claimed', 'started', 'ended']);
});

test('with --json what the agent prints goes to stderr, and stdout is one value', async () => {
  placeFakeAgent(shell.bin, 'claude', { prints: 'hello from the agent' });
  const id = await add();
  const { code, out, err } = await shell.defer('run', id, '--json');
  assert.deepEqual([code, err], [0, 'hello from the agent\n']);
  assert.equal((JSON.parse(out) as Entry).runs[0]?.outcome, 'ok');
});

test('an agent that fails makes run fail, and leaves its true exit code', async () => {
  placeFakeAgent(shell.bin, 'claude', { exitCode: 7 });
  const id = await add();
  const { code, out } = await shell.defer('run', id);
  assert.equal(code, 1);
  assert.match(out, /exit code 7/);
  const { runs, status } = await shell.json<Entry>('show', id);
  assert.deepEqual([runs[0]?.outcome, runs[0]?.exit_code], ['failed', 7]);
  assert.notEqual(status, 'done');
});

test('two at once start one agent', async () => {
  const agent = placeFakeAgent(shell.bin, 'claude');
  const id = await add();
  const both = await Promise.all([shell.defer('run', id), shell.defer('run', id)]);
  assert.deepEqual(both.map(({ code }) => code).sort(), [0, 1]);
  assert.equal(agent.calls().length, 1);
});

test('what cannot be started is refused with what to do, and nothing is written', async () => {
  const id = await add();
  const before = shell.read('.sf/schedule.jsonl');
  const missing = await shell.defer('run', id, '--json');
  assert.equal(missing.code, 1);
  assert.match((JSON.parse(missing.out) as { error: string }).error, /claude was not found.*Install/);
  placeFakeAgent(join(shell.project, 'bin'), 'claude');
  shell.env['PATH'] = join(shell.project, 'bin');
  assert.match((await shell.defer('run', id)).err, /not started/);
  assert.equal(shell.read('.sf/schedule.jsonl'), before);
});

test('a reminder is not run, and a command is not run where nobody can say yes', async () => {
  const { id } = await shell.json<Entry>('add', 'Tea', '--when', 'now');
  assert.match((await shell.defer('run', id)).err, /reminder has nothing to run/);
  const marker = join(shell.root, 'marker');
  const payload = { message: 'x', command: ['/bin/touch', marker] };
  writeFileSync(
    join(shell.project, '.sf', 'schedule.jsonl'),
    `${JSON.stringify({ id: 'c1', kind: 'command', due_at: '2026-01-01T00:00:00Z', payload })}\n`,
  );
  const { code, err } = await shell.defer('run', 'c1');
  assert.equal(code, 1);
  assert.match(err, /a person has to confirm it/);
  assert.throws(() => readFileSync(marker), { code: 'ENOENT' });
});

test('an agent that Defer started starts no other', async () => {
  const agent = placeFakeAgent(shell.bin, 'claude');
  const id = await add();
  shell.env['DEFER_RUN_ID'] = 'abc';
  assert.equal((await shell.defer('run', id)).code, 1);
  assert.deepEqual(agent.calls(), []);
});

test('a dry run shows the vector and starts nothing', async () => {
  const agent = placeFakeAgent(shell.bin, 'claude');
  const id = await add();
  const { plan } = await shell.json<{ plan: { argv: string[]; cwd: string } }>('run', id, '--dry-run');
  assert.equal(plan.argv[0], agent.path);
  assert.ok(plan.argv.at(-1)?.includes(PROMPT));
  assert.deepEqual([plan.cwd, agent.calls()], [shell.project, []]);
});

test('run --due: nothing due is fine, and so is something that nobody approved, which is not started', async () => {
  const agent = placeFakeAgent(shell.bin, 'claude');
  assert.equal((await shell.defer('run', '--due')).code, 0);
  await add();
  const { code, out } = await shell.defer('run', '--due');
  assert.equal(code, 0);
  assert.match(out, /^Due: 1 skipped\.\n.*not allowed to run automatically.*defer allow <id>/);
  assert.deepEqual(agent.calls(), []);
});

test('run --due answers 75 while the only due entry is run by somebody else', async () => {
  const go = join(shell.root, 'go');
  const agent = placeFakeAgent(shell.bin, 'claude', { waitsFor: go });
  const id = await add();
  const running = shell.defer('run', id);
  while (agent.calls().length === 0) {
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  const { code, out } = await shell.defer('run', '--due', '--json');
  const other = await shell.defer('run', id);
  writeFileSync(go, '');
  assert.equal(code, 75);
  assert.deepEqual(Object.keys(JSON.parse(out) as object), ['error']);
  assert.equal(other.code, 1);
  assert.match(other.err, /is going on/);
  assert.equal((await running).code, 0);
});

test('resume-run opens the conversation of a past run again, and writes nothing', async () => {
  const agent = placeFakeAgent(shell.bin, 'claude', { prints: '', keeps: 'claude' });
  const id = await add();
  await shell.defer('run', id);
  const text = shell.read('.sf/schedule.jsonl');
  const [run] = (await shell.json<Entry>('show', id)).runs;
  const { plan } = await shell.json<{ plan: Record<string, unknown> }>('resume-run', id, '--dry-run');
  assert.deepEqual(plan['argv'], [agent.path, '--resume', run?.session]);
  assert.deepEqual([plan['cwd'], plan['session'], plan['run']], [shell.project, run?.session, run?.token]);
  assert.equal(agent.calls().length, 1);
  const opened = await shell.defer('resume-run', id, '--run', run?.token.slice(0, 12) ?? '');
  assert.deepEqual([opened.code, opened.out], [0, '\nThe conversation ended.\n']);
  assert.deepEqual(agent.calls()[1]?.arguments, ['--resume', run?.session]);
  assert.equal(shell.read('.sf/schedule.jsonl'), text);
  for (const [which, why] of [
    ['ffff', /No run of this entry has that token/],
    ['-x', /.+/],
  ] as const) {
    const { code, err } = await shell.defer('resume-run', id, '--run', which);
    assert.equal(code === 0, false);
    assert.match(err, why);
  }
  const other = await add();
  assert.match((await shell.defer('resume-run', other)).err, /No run of this entry has begun yet/);
});

test('resume-run believes no file that was copied here', async () => {
  placeFakeAgent(shell.bin, 'claude', { prints: '', keeps: 'claude' });
  const id = await add();
  await shell.defer('run', id);
  const clone = join(shell.root, 'clone');
  cpSync(shell.project, clone, { recursive: true });
  const { code, err } = await shell.from(clone, 'resume-run', id);
  assert.equal(code, 1);
  assert.match(err, /was not started on this machine and in this folder/);
});

test('doctor says what each agent can do', async () => {
  const agent = placeFakeAgent(shell.bin, 'codex', {});
  const { out } = await shell.defer('doctor');
  assert.ok(out.includes(`codex      ${agent.path} (fresh, callback, unattended)`), out);
});
