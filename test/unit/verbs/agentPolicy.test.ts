import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../../src/core/entry/entry.ts';
import { authorOf, applyAgentPolicy, MOST_OF_AN_AGENT } from '../../../src/verbs/agentPolicy.ts';
import { askVerb } from '../../../src/verbs/askVerb.ts';
import { verbs } from '../../../src/verbs/index.ts';
import type { RawInput, Reply } from '../../../src/verbs/verb.ts';
import type { Host } from '../../../src/verbs/host.ts';
import { createWorld, type Answer, type World } from '../../support/world.ts';

const askBy = (host: Host, name: string, input: RawInput): Promise<Reply> => {
  const verb = verbs.find(one => one.name === name);
  assert.ok(verb, name);
  return askVerb(host, verb, input);
};
/** Asks a verb without `askVerb`, which would refuse it before what an act may do is looked at. */
const pastGate = (host: Host, name: string, input: RawInput): Promise<Reply> => {
  const verb = verbs.find(one => one.name === name);
  assert.ok(verb, name);
  return verb.run(host, input as never);
};
const valueOf = (reply: Reply): Answer => {
  assert.ok(reply.ok, reply.ok ? '' : reply.why);
  return reply.value as Answer;
};
const whyOf = (reply: Reply): string => {
  assert.ok(!reply.ok);
  return reply.why;
};
const agentOf = (world: World, author = 'agent:claude'): Host => ({ ...world.host, author });
const runOf = (world: World): Host => ({ ...agentOf(world), underAgent: true });

test('the name of an agent is cleaned, kept short, and never empty', () => {
  assert.equal(authorOf('claude-code'), 'agent:claude-code');
  assert.equal(authorOf('\u001B[31ma\u202Eb\nc'), 'agent:ab c');
  assert.equal([...authorOf('x'.repeat(500))].length, 'agent:'.length + 40);
  assert.equal(authorOf(' \u0000 '), 'agent:unknown');
});

test('an agent schedules in its own name; one that Defer started only proposes', async () => {
  const world = createWorld();
  const own = valueOf(await askBy(agentOf(world), 'add', { message: 'x', when: '1h' }));
  assert.deepEqual([own['created_by'], own['status']], ['agent:claude', 'pending']);
  const reply = await askBy(runOf(world), 'add', { message: 'y', when: '1h' });
  assert.deepEqual([valueOf(reply)['status'], valueOf(reply)['group']], ['proposed', 'Proposed']);
  assert.match(reply.ok ? reply.say : '', /^Proposed for .* A person has to accept it\.$/);
});

test('an agent has twenty open or proposed entries and no more; others are not counted', async () => {
  const world = createWorld();
  const agent = agentOf(world);
  for (let count = 0; count < 30; count += 1) {
    await world.add('mine', '1h');
    valueOf(await askBy(agentOf(world, `agent:other${count}`), 'add', { message: 'x', when: '1h' }));
  }
  const ids: string[] = [];
  for (let count = 0; count < MOST_OF_AN_AGENT; count += 1) {
    ids.push(valueOf(await askBy(count % 2 ? agent : runOf(world), 'add', { message: 'x', when: '1h' })).id);
  }
  const rows = world.rows().length;
  for (const input of [
    { message: 'x', when: '1h' },
    { message: 'x', when: '1h', dry_run: true },
  ]) {
    assert.match(whyOf(await askBy(agent, 'add', input)), /at most 20 open or proposed/);
  }
  assert.equal(world.rows().length, rows);
  valueOf(await askBy(agent, 'cancel', { id: ids[0] }));
  valueOf(await askBy(agent, 'add', { message: 'x', when: '1h' }));
  assert.match(whyOf(await askBy(agent, 'add', { message: 'x', when: '1h' })), /at most 20/);
});

test('two that add at once do not go past the twenty together', async () => {
  const world = createWorld();
  const replies = await Promise.all(
    Array.from({ length: 50 }, () => askBy(agentOf(world), 'add', { message: 'x', when: '1h' })),
  );
  assert.equal(replies.filter(({ ok }) => ok).length, MOST_OF_AN_AGENT);
});

test('an agent schedules, snoozes and reschedules at most 30 days ahead', async () => {
  const world = createWorld();
  const agent = agentOf(world);
  const { id } = valueOf(await askBy(agent, 'add', { message: 'x', when: '30d' }));
  for (const [verb, input] of [
    ['add', { message: 'x', when: '31d' }],
    ['add', { message: 'x', cron: '0 9 1 3 *' }],
    ['snooze', { id, when: '31d' }],
    ['reschedule', { id, when: '31d' }],
  ] as const) {
    assert.match(whyOf(await askBy(agent, verb, input)), /at most 30 days ahead/, verb);
  }
  assert.equal(world.rows().length, 1);
  await world.value('reschedule', id, '31d');
});

test('no act of an agent makes an entry run that a person stopped or has not accepted', async () => {
  const world = createWorld();
  const [agent, runner] = [agentOf(world), runOf(world)];
  const proposed = valueOf(await askBy(runner, 'add', { message: 'p', every: '1h' })).id;
  const closed = await world.add('c', '1h');
  await world.value('done', closed);
  const paused = (await world.value('add', 'r', '--every', '1h')).id;
  await world.value('pause', paused);
  for (const host of [agent, runner]) {
    assert.match(whyOf(await pastGate(host, 'accept', { id: proposed })), /has to accept it/);
    assert.match(whyOf(await pastGate(host, 'reopen', { id: closed })), /only a person may open it again/);
    assert.match(whyOf(await pastGate(host, 'resume', { id: paused })), /only a person may open it again/);
    valueOf(await askBy(host, 'snooze', { id: proposed, when: '2h' }));
    assert.equal(valueOf(await askBy(host, 'reschedule', { id: proposed, when: '3h' }))['status'], 'proposed');
  }
});

test('what failed waits for a person, and an agent may close it', async () => {
  const world = createWorld({
    text: ['a', 'b', 'c']
      .map(id => JSON.stringify({ id, status: 'failed', due_at: '2026-11-23T09:00:00Z', payload: { message: id } }))
      .join('\n'),
  });
  const agent = agentOf(world);
  for (const verb of ['snooze', 'reschedule'] as const) {
    assert.match(whyOf(await askBy(agent, verb, { id: 'a', when: '1h' })), /person has to look at it/);
  }
  assert.match(whyOf(await pastGate(agent, 'reopen', { id: 'a' })), /person has to look at it/);
  assert.equal(valueOf(await askBy(agent, 'cancel', { id: 'a' }))['status'], 'cancelled');
  assert.equal(valueOf(await askBy(agent, 'done', { id: 'b' }))['status'], 'done');
  assert.equal((await world.value('reschedule', 'c', '1h'))['status'], 'pending', 'a person may');
});

test('a person accepts what was proposed, and it comes up; who made it stays', async () => {
  const world = createWorld();
  const { id } = valueOf(await askBy(runOf(world), 'add', { message: 'p', when: '1h' }));
  assert.match(await world.refusal('run', id), /Accept it first/);
  const reply = await world.say('accept', id);
  assert.match(reply.ok ? reply.say : '', /^Accepted, due Mon 23 Nov, 11:00/);
  const entry = await world.value('show', id);
  assert.deepEqual([entry['status'], entry['created_by'], entry['group']], ['pending', 'agent:claude', 'Today']);
  assert.match(await world.refusal('accept', id), /not a proposal/);
  assert.match(await world.refusal('reject', id), /not a proposal/);
});

test('what a person rejects is closed, with the reason', async () => {
  const world = createWorld();
  const { id } = valueOf(await askBy(runOf(world), 'add', { message: 'p', every: '1h' }));
  const entry = await world.value('reject', id, '--reason', 'No');
  assert.deepEqual([entry['status'], entry['reason']], ['cancelled', 'No']);
  assert.deepEqual(await world.value('list'), []);
});

test('that a person has looked at a failure is not for an agent to say', async () => {
  const world = createWorld({ text: JSON.stringify({ id: 'a', due_at: '2026-11-23T09:00:00Z' }) });
  const state = (await world.project.ledger.look()).get('a');
  assert.ok(state);
  const change = { set: { due_at: '2026-11-24T09:00:00Z', looked_at: '2026-11-23T10:00:00Z' } };
  assert.deepEqual(applyAgentPolicy(agentOf(world), toEntry(state), change), {
    set: { due_at: '2026-11-24T09:00:00Z' },
  });
  assert.equal(applyAgentPolicy(world.host, toEntry(state), change), change);
});
