import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../../support/world.ts';

const FORM = ['--when', '1h', '--agent', 'claude', '--prompt', 'x'] as const;

test('a budget is kept in the file, and shown', async () => {
  const world = createWorld();
  const { id, budget } = await world.value(
    ...['add', 'Look', ...FORM, '--max-runs', '3', '--max-minutes', '20', '--max-turns', '30', '--max-usd', '2.50'],
  );
  assert.deepEqual(budget, { runs: 3, minutes: 20, turns: 30, usd: 2.5, credits: null });
  assert.deepEqual((world.rows()[0]?.['payload'] as { budget: unknown }).budget, {
    runs: 3,
    minutes: 20,
    turns: 30,
    usd: 2.5,
  });
  const shown = await world.say('show', id);
  assert.ok(shown.ok && /Budget: +3 runs a day; 20 minutes, 30 turns, 2\.50 US dollars a run/.test(shown.say));
});

test('without one nothing is written of it', async () => {
  const world = createWorld();
  const { budget } = await world.value('add', 'Look', ...FORM);
  assert.equal(budget, null);
  assert.ok(!JSON.stringify(world.rows()).includes('budget'));
});

test('what is no bound is refused', async () => {
  const world = createWorld();
  for (const [flag, value, words] of [
    ['--max-runs', '0', /whole number from 1/],
    ['--max-minutes', '100000', /whole number from 1/],
    ['--max-usd', '0', /US dollars/],
    ['--max-usd', '2,50', /US dollars/],
    ['--max-usd', '-1', /US dollars/],
    ['--max-usd', '2.505', /US dollars/],
  ] as const) {
    assert.match(await world.refusal('add', 'Look', ...FORM, flag, value), words);
  }
  assert.deepEqual(world.rows(), []);
});

test('an agent that cannot keep it is refused; one that is not known here is left to where it runs', async () => {
  const world = createWorld();
  const { host } = world;
  const agents = async () => [
    { name: 'codex', path: null, can: [], caps: {}, problem: 'codex was not found on PATH.' },
    { name: 'lost', path: null, can: [], problem: 'The profile lost cannot be used.' },
  ];
  Object.assign(host.launcher, { agents });
  const say = (agent: string, flag: string) => world.say('add', 'x', '--when', '1h', '--agent', agent, flag, '3');
  const refused = await say('codex', '--max-turns');
  assert.ok(!refused.ok && /codex cannot keep the budget.*turns.*--max-minutes/.test(refused.why));
  assert.ok((await say('codex', '--max-minutes')).ok);
  assert.ok((await say('lost', '--max-turns')).ok);
  assert.ok((await say('elsewhere', '--max-turns')).ok);
});

test('a budget that cannot be read is told', async () => {
  const world = createWorld({
    text: '{"id":"x","due_at":"2026-11-23T09:00:00Z","payload":{"message":"m","agent":"claude","budget":{"minutes":"x"}}}\n',
  });
  const { budget, budget_problem: problem } = await world.value('show', 'x');
  assert.equal(budget, null);
  assert.match(String(problem), /"minutes" must be a whole number/);
});
