import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { createRunRecords } from '../../../../src/runner/home/runRecords.ts';
import { park } from '../../../../src/verbs/acts/park.ts';
import type { Host } from '../../../../src/verbs/host.ts';
import { makePlace, newId } from '../../../support/runnerPlace.ts';

test('an entry that is parked until a limit resets resumes the stopped conversation', async t => {
  const place = makePlace();
  t.after(() => place.remove());
  const agent = place.fakeAgent('claude', { exitCode: 1 });
  const id = await place.add();
  await place.run(await place.claim(id));
  const [stopped] = await place.runs(id);
  const host: Host = {
    ...{ ledgers: [place.ledger], clock: place.clock, zone: 'UTC', author: 'cli', newId },
    ...{ alive: () => false, launcher: place.launcher(), records: createRunRecords(place.home) },
    confirm: async () => true,
  };
  const reply = await park.run(host, { id, text: "You've hit your usage limit. Try again in 2 hours." });
  assert.ok(reply.ok && reply.say.startsWith('The conversation continues'), JSON.stringify(reply));
  agent.behave({});
  place.clock.ahead += 3 * HOUR;
  await place.run(await place.claim((reply.value as { id: string }).id));
  const [first, second] = agent.calls();
  assert.deepEqual(first?.arguments.slice(0, 2), ['--session-id', stopped?.session]);
  assert.deepEqual(second?.arguments.slice(0, 3), ['--resume', stopped?.session, '--']);
  assert.match(second.arguments[3] ?? '', /The usage limit that stopped this conversation has reset/);

  // Another machine wrote of this run, so it opens nothing here.
  const records = createRunRecords(place.home);
  const forged = { token: 'f'.repeat(32), session: stopped?.session ?? '', agent: 'claude' };
  assert.equal(await records.keepSession(forged, place.folder, 'forged'), false);
});
