import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { createWorld } from '../../../support/world.ts';

test('a click on Run asks where the entry is not due yet, and a typed command does not', async () => {
  const world = createWorld({ now: '2026-11-28T10:00:00Z' });
  const id = await world.add('Look again', '2h', '--agent', 'claude');
  Object.assign(world.host, { asksEarly: true });
  assert.match(await world.refusal('run', id), /was not run/);
  const [question] = world.asked;
  assert.match(`${question?.title} ${question?.detail}`, /not due yet.*It is due Sat 28 Nov, 12:00 UTC/i);
  assert.equal(world.starts.length, 0);
  world.confirms = true;
  assert.ok((await world.say('run', id)).ok);
  assert.equal(world.starts.length, 1);

  const due = await world.add('Look now', '1h', '--agent', 'claude');
  world.clock.push(2 * HOUR);
  world.confirms = false;
  assert.ok((await world.say('run', due)).ok);
  const typed = await world.add('Typed', '2h', '--agent', 'claude');
  Object.assign(world.host, { asksEarly: undefined });
  assert.ok((await world.say('run', typed)).ok);
  assert.equal(world.asked.length, 2);
});
