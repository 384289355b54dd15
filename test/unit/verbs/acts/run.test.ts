import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { createWorld, type Answer } from '../../../support/world.ts';

const command = (vector: readonly string[]): string =>
  JSON.stringify({
    id: 'c1',
    kind: 'command',
    due_at: '2026-11-23T09:00:00Z',
    payload: { message: 'Clean up', command: vector },
  });

test('a run starts what the plan says and answers with the entry and its run', async () => {
  const world = createWorld();
  const id = await world.add('Resume', '1h', '--agent', 'claude', '--prompt', 'Go on.');
  const reply = await world.say('run', id);
  assert.ok(reply.ok && reply.exitCode === undefined);
  assert.deepEqual(
    world.starts.map(({ executable, args }) => [executable, ...args]),
    [['/usr/bin/claude', '--', 'Go on.']],
  );
  assert.equal(((reply.value as Answer)['runs'] as { outcome: string }[])[0]?.outcome, 'ok');
});

test('an agent that fails makes the command line fail, with the entry as the answer', async () => {
  const world = createWorld();
  world.exitCode = 3;
  const id = await world.add('Resume', '1h', '--agent', 'claude');
  const reply = await world.say('run', id);
  assert.ok(reply.ok && reply.exitCode === 1 && reply.say.includes('exit code 3'));
  assert.equal(((reply.value as Answer)['runs'] as { exit_code: number }[])[0]?.exit_code, 3);
});

test('a run that a person stopped is told as stopped, not as failed', async () => {
  const world = createWorld();
  const id = await world.add('Resume', '1h', '--agent', 'claude');
  const { launcher } = world.host;
  const token = 'b'.repeat(32);
  Object.assign(launcher, {
    start: async () => {
      await world.record(id, { token, event: 'started' });
      await world.record(id, { token, event: 'ended', exit_code: 130, stopped: true });
      return { state: 'ended', exitCode: 130 };
    },
  });
  const reply = await world.say('run', id);
  assert.ok(reply.ok && reply.exitCode === 1);
  assert.equal(reply.say, 'The run was stopped. The entry stays open.');
});

test('a dry run shows the whole vector, starts nothing and writes nothing', async () => {
  const world = createWorld();
  const id = await world.add('Resume', '1h', '--agent', 'claude', '--prompt', 'Go on.');
  const reply = await world.say('run', id, '--dry-run');
  assert.ok(reply.ok);
  const { plan } = reply.value as { plan: { argv: string[]; cwd: string } };
  assert.deepEqual([plan.argv, plan.cwd], [['/usr/bin/claude', '--', 'Go on.'], '/home/me/project']);
  assert.match(reply.say, /0: "\/usr\/bin\/claude"\n {2}1: "--"\n {2}2: "Go on\."/);
  assert.deepEqual([world.starts, world.rows().length], [[], 1]);
});

test('a dry run shows how an entry would run where nobody watches, and nothing else runs so by this flag', async () => {
  const world = createWorld();
  const id = await world.add('Resume', '1h', '--agent', 'claude', '--prompt', 'Go on.');
  const { plan } = await world.value<{ plan: { unattended: boolean } }>('run', id, '--dry-run', '--unattended');
  assert.equal(plan.unattended, true);
  assert.match(await world.refusal('run', id, '--unattended'), /--dry-run/);
  assert.match(await world.refusal('run', '--due', '--dry-run', '--unattended'), /--dry-run and an entry/);
  assert.deepEqual(world.starts, []);
});

test('what is no work for an agent is not started', async () => {
  const text = [
    '{"id":"proposed","kind":"prompt","status":"proposed","due_at":"2026-11-23T09:00:00Z"}',
    '{"id":"executing","kind":"prompt","status":"executing","due_at":"2026-11-23T09:00:00Z"}',
    '{"id":"deploy","kind":"deploy","due_at":"2026-11-23T09:00:00Z"}',
    '{"id":"empty","kind":"command","due_at":"2026-11-23T09:00:00Z"}',
  ].join('\n');
  const world = createWorld({ text });
  const reminder = await world.add('Tea', '1h');
  assert.match(await world.refusal('run', reminder), /reminder has nothing to run.*done/);
  assert.match(await world.refusal('run', 'proposed'), /only a proposal/);
  assert.match(await world.refusal('run', 'executing'), /status/);
  assert.match(await world.refusal('run', 'deploy'), /kind/);
  assert.match(await world.refusal('run', 'empty'), /names no command/);
  assert.deepEqual(world.starts, []);
});

test('a command is shown whole and waits for a yes, each time', async () => {
  const hidden = `\u202Egnp.exe\u200B${'x'.repeat(5000)}; rm -rf ~`;
  const world = createWorld({ text: command(['/bin/sh', '-c', hidden]) });
  assert.match(await world.refusal('run', 'c1'), /a person has to confirm it each time/);
  assert.equal(world.starts.length, 0);
  const [question] = world.asked;
  assert.ok(question);
  assert.ok(question.detail.includes('; rm -rf ~'), 'the end of a long argument is shown');
  assert.ok(question.detail.includes('\\u202egnp.exe\\u200bxxx'), 'what is not seen stands there as an escape');
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(question.detail, /[\u202E\u200B\u0000-\u0009]/);

  world.confirms = true;
  await world.value('run', 'c1');
  await world.value('reopen', 'c1');
  await world.value('run', 'c1', '--again');
  assert.deepEqual([world.asked.length, world.starts.length], [3, 2]);
  assert.deepEqual(world.starts[0]?.args, ['-c', hidden], 'the program gets the argument as it is');
});

test('a dry run of a command asks nobody', async () => {
  const world = createWorld({ text: command(['/bin/true']) });
  await world.value('run', 'c1', '--dry-run');
  assert.deepEqual([world.asked, world.starts], [[], []]);
});

test('run takes an id or --due, not both and not neither', async () => {
  const world = createWorld();
  for (const words of [['run'], ['run', 'x', '--due']]) {
    const reply = await world.say(...words);
    assert.ok(!reply.ok && reply.exitCode === 2, words.join(' '));
  }
});

test('a flag of run that does not go with the rest is named alone', async () => {
  const world = createWorld();
  assert.equal(await world.refusal('run', 'x', '--max', '2'), '--max goes with --due.');
  assert.equal(await world.refusal('run', '--due', '--max', '0'), '--max takes a number from 1.');
  assert.match(await world.refusal('run', '--due', '--again'), /^--again goes with one entry\./);
});

test('an entry whose run goes on is listed as running', async () => {
  const world = createWorld();
  const id = await world.add('One', '1h', '--agent', 'claude');
  world.clock.push(2 * HOUR);
  world.alive = true;
  await world.record(id, { token: 't1', event: 'started' });
  assert.equal((await world.value('show', id))['group'], 'Running');
  assert.equal((await world.value('done', id))['group'], 'Closed');
});

test('a person says where one run works, and a command is asked about with that', async () => {
  const world = createWorld({ text: command(['/bin/true']) });
  world.confirms = true;
  await world.value('run', 'c1', '--in', 'worktree');
  assert.match(world.asked[0]?.detail ?? '', /\n\nin \S+\nWorks on a copy of the checkout at aaaaaaa\.$/);
  assert.deepEqual(
    world.starts.map(({ worktree }) => worktree?.prefix),
    [''],
  );
  assert.match(await world.refusal('run', '--due', '--in', 'here'), /--in go with one entry/);
});
