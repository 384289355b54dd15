import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { node, openShell, program, type Shell } from './shell.ts';
import { hasTerminal, inTerminal, inTerminalOf } from './terminal.ts';

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.remove());

interface TurnAnswer {
  readonly id: string;
  readonly result: string;
  readonly why: string | null;
}

const add = async (title: string, ...more: readonly string[]): Promise<string> =>
  (await shell.json<{ id: string }>('add', title, '--when', '1h', '--agent', 'claude', '--prompt', title, ...more)).id;

const allowFolder = (): string => join(shell.home, '.sf', 'defer', 'allow');

async function allow(...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { code, out } = await inTerminal(shell, 'yes', 'allow', id);
    assert.equal(code, 0, out);
  }
}

/** What is said by a crontab's line two hours from now. */
const runDue = (...more: readonly string[]) => {
  const later = new Date(Date.now() + 2 * 3600_000).toISOString();
  return shell.defer('run', '--due', '--now', later, ...more);
};
const turnsOf = (out: string): readonly TurnAnswer[] => JSON.parse(out) as TurnAnswer[];
const skip = !hasTerminal && 'there is no terminal to be had here';

test('where there is no terminal nobody is asked, and nothing is approved', async () => {
  placeFakeAgent(shell.bin, 'claude');
  const id = await add('Resume');
  const { code, err } = await shell.defer('allow', id);
  assert.equal(code, 1);
  assert.match(err, /It takes a "yes" from a person/);
  assert.equal(existsSync(allowFolder()), false);
});

test('in a terminal all of it is shown, and the answer has to be yes', { skip }, async () => {
  const agent = placeFakeAgent(shell.bin, 'claude');
  const id = await add('Resume', '--summary', 'Half\u001b[31m way');
  const no = await inTerminal(shell, 'y', 'allow', id);
  assert.equal(no.code, 1);
  assert.equal(existsSync(allowFolder()), false);
  const { code, out } = await inTerminal(shell, 'yes', 'allow', id);
  assert.equal(code, 0);
  assert.ok(out.includes(`  0: ${JSON.stringify(agent.path)}\n  1: "-p"\n`), out);
  assert.match(out, /\nPrompt:\n {2}You are resuming a deferred task.*Half\\u001b\[31m way.*\n {2}Resume\n/s);
  assert.match(
    out,
    /Allowed to run automatically from its next time on\. "defer run --due" starts what is due and allowed; "defer handoff cron" prints what calls it\.\n$/,
  );
  const [name = ''] = readdirSync(allowFolder());
  assert.equal(statSync(join(allowFolder(), name)).mode & 0o777, 0o600);
  assert.match((await shell.defer('list')).out, /Resume.*runs automatically/);
  assert.equal((await shell.json<{ approved: unknown }>('show', id)).approved, true);
  assert.equal((await shell.defer('disallow', id)).code, 0);
  assert.deepEqual(readdirSync(allowFolder()), []);
});

test('a terminal that belongs to an agent is no person’s', { skip }, async () => {
  placeFakeAgent(shell.bin, 'claude');
  const id = await add('Resume');
  for (const [name, why] of [
    ['CLAUDECODE', /It takes a "yes" from a person/],
    ['DEFER_RUN_ID', /Only a person may do that/],
  ] as const) {
    shell.env[name] = '1';
    const { code, out } = await inTerminal(shell, 'yes', 'allow', id);
    delete shell.env[name];
    assert.equal(code, 1, name);
    assert.match(out, why);
  }
  assert.equal(existsSync(allowFolder()), false);
});

/** A program that calls Defer without any trace of a run in its environment. */
const withoutTrace = (...words: readonly string[]): readonly string[] => [
  ...['/usr/bin/env', '-u', 'DEFER_RUN_ID', '-u', 'DEFER_AGENT', '-u', 'DEFER_ENTRY_ID', node, program],
  ...words,
];

test('an agent that clears its environment and opens a terminal of its own is no person', { skip }, async () => {
  placeFakeAgent(shell.bin, 'claude');
  const id = await add('Own');
  Object.assign(shell.env, { DEFER_RUN_ID: 'f'.repeat(32), DEFER_AGENT: 'codex' });
  for (const words of [['allow', id], ['disallow', id], ['accept', id], ['archive'], ['handoff', 'cron']]) {
    const { code, out } = await inTerminalOf(shell, 'yes', withoutTrace(...words));
    assert.deepEqual([code, /Only a person/.test(out)], [1, true], `${words.join(' ')}: ${out}`);
  }
  for (const words of [
    ['run', id],
    ['run', '--due'],
  ]) {
    const { code, out } = await inTerminalOf(shell, 'yes', withoutTrace(...words));
    assert.deepEqual([code, /does not start others|Only a person/.test(out)], [1, true], `${words.join(' ')}: ${out}`);
  }
  await inTerminalOf(shell, '', withoutTrace('add', 'One more', '--when', '1h'));
  for (const name of ['DEFER_RUN_ID', 'DEFER_AGENT']) {
    delete shell.env[name];
  }
  assert.equal(existsSync(allowFolder()), false);
  const listed = await shell.json<{ title: string; status: string; created_by: string }[]>('list');
  const added = listed.find(({ title }) => title === 'One more');
  assert.deepEqual([added?.status, added?.created_by], ['proposed', 'agent:codex']);
});

test('what an agent does in its own run counts as its own, whatever it hides', { skip }, async () => {
  const script = join(shell.bin, 'claude');
  const said = join(shell.root, 'said');
  const call = (words: string): string => `env -i HOME="$HOME" PATH=/usr/bin:/bin '${node}' '${program}' ${words}`;
  const id = await add('Own');
  const lines = [`${call(`allow ${id}`)} >'${said}' 2>&1`, `${call('--json add Sly --when 1h')} >>'${said}' 2>&1`];
  writeFileSync(script, `#!/bin/sh\nPATH=/usr/bin:/bin\n${lines.join('\n')}\n:\n`, { mode: 0o755 });
  const { code, err } = await shell.defer('run', id);
  assert.equal(code, 0, err);
  assert.match(readFileSync(said, 'utf8'), /Only a person may do that.*"created_by":"agent:claude"/s);
});

test('run --due runs what was approved, in its own way, and answers 0', { skip }, async () => {
  const agent = placeFakeAgent(shell.bin, 'claude', { prints: 'hello' });
  const [one, other] = [await add('One'), await add('Other')];
  await allow(one);
  const { code, out, err } = await runDue('--json');
  assert.deepEqual([code, err], [0, 'hello\n']);
  assert.deepEqual(
    turnsOf(out).map(({ id, result }) => [id, result]),
    [
      [one, 'ran'],
      [other, 'skipped'],
    ],
  );
  const [call, ...more] = agent.calls();
  assert.deepEqual(more, []);
  assert.equal(call?.arguments[0], '-p');
  assert.match(call?.input ?? '', /Task:\nOne\n/);
  const { status, runs } = await shell.json<{ status: string; runs: { unattended: boolean }[] }>('show', one);
  assert.deepEqual([status, runs[0]?.unattended], ['done', true]);
  const again = await runDue();
  assert.deepEqual([again.code, agent.calls().length], [0, 1]);
  assert.match(again.out, /^Due: 1 skipped\..*Automatic runs today: \d of 20\.\n$/s);
});

test('one that fails makes 1, and the others run all the same; --max holds', { skip }, async () => {
  const agent = placeFakeAgent(shell.bin, 'claude', { exitCode: 7 });
  const ids = [await add('One'), await add('Two'), await add('Three')];
  await allow(...ids);
  const { code, out } = await runDue('--max', '2', '--json');
  assert.equal(code, 1);
  assert.deepEqual(
    turnsOf(out).map(({ result }) => result),
    ['failed', 'failed', 'skipped'],
  );
  assert.equal(agent.calls().length, 2);
});

test('while a runner that is alive has all that is due, it is 75', { skip }, async () => {
  const go = join(shell.root, 'go');
  const agent = placeFakeAgent(shell.bin, 'claude', { waitsFor: go });
  await allow(await add('One'));
  const first = runDue();
  while (agent.calls().length === 0) {
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  const second = await runDue();
  writeFileSync(go, '');
  assert.equal(second.code, 75);
  assert.equal((await first).code, 0);
  assert.equal(agent.calls().length, 1);
});

test('the cap and the quiet hours of the environment hold; what cannot be read allows nothing', { skip }, async () => {
  const agent = placeFakeAgent(shell.bin, 'claude');
  await allow(await add('One'));
  for (const [name, value, why] of [
    ['DEFER_DAILY_RUNS', '0', /daily limit .* is 0/],
    ['DEFER_DAILY_RUNS', 'some', /DEFER_DAILY_RUNS must be a whole number/],
    ['DEFER_QUIET_HOURS', '00:00-23:59', /quiet hours/],
    ['DEFER_QUIET_HOURS', 'night', /DEFER_QUIET_HOURS must be two times/],
  ] as const) {
    shell.env[name] = value;
    const { code, out } = await runDue('--json');
    delete shell.env[name];
    assert.equal(code, 0);
    assert.match(turnsOf(out)[0]?.why ?? '', why);
  }
  assert.deepEqual(agent.calls(), []);
});

test('an approval cannot be dated back', { skip }, async () => {
  const agent = placeFakeAgent(shell.bin, 'claude');
  const { id } = await shell.json<{ id: string }>('add', 'Late', '--when', 'now', '--agent', 'claude', '--prompt', 'x');
  const { code } = await inTerminal(shell, 'yes', 'allow', id, '--now', '2020-01-01T00:00:00Z');
  assert.equal(code, 0);
  const { out } = await shell.defer('run', '--due', '--json');
  assert.match(turnsOf(out)[0]?.why ?? '', /due before it was allowed/);
  assert.deepEqual(agent.calls(), []);
});

test(
  'what comes up once runs once, at its time: not sooner, and not again, whatever rows are pulled',
  { skip },
  async () => {
    const agent = placeFakeAgent(shell.bin, 'claude');
    const id = await add('Audit');
    await shell.defer('reschedule', id, '20d');
    await allow(id);
    const at = (hours: number): string => new Date(Date.now() + hours * 3600_000).toISOString();
    const pull = (row: object): void =>
      appendFileSync(join(shell.project, '.sf', 'schedule.jsonl'), `${JSON.stringify({ id, ...row })}\n`);
    for (const hours of [0, 0.5, 1]) {
      pull({ due_at: at(hours), status: 'pending' });
      const { out } = await runDue('--json');
      assert.match(turnsOf(out)[0]?.why ?? '', /brought forward since.*allow it again/);
    }
    assert.match((await shell.defer('list')).out, /changed since allowed/);
    assert.deepEqual(agent.calls(), []);
    pull({ due_at: at(20 * 24), status: 'pending' });
    const later = at(21 * 24);
    assert.match((await shell.defer('run', '--due', '--now', later)).out, /ran/);
    pull({ due_at: at(20.5 * 24), status: 'pending' });
    assert.match((await shell.defer('run', '--due', '--now', later)).out, /allowed for one run, which has happened/);
    assert.equal(agent.calls().length, 1);
  },
);

test('what changed is shown against what was approved', { skip }, async () => {
  placeFakeAgent(shell.bin, 'claude');
  const id = await add('One');
  await allow(id);
  const file = join(shell.project, '.sf', 'schedule.jsonl');
  const row = JSON.parse(readFileSync(file, 'utf8')) as { payload: object };
  const payload = { ...row.payload, prompt: 'Another' };
  writeFileSync(file, `${JSON.stringify({ ...row, payload, defer: undefined })}\n`);
  const { out } = await inTerminal(shell, 'no', 'allow', id);
  assert.match(out, /Changed since it was allowed .*\n {4}One\n.*\n\+ {3}Another\n.*All of it now:/s);
  assert.match((await runDue('--json')).out, /has changed since it was allowed/);
});
