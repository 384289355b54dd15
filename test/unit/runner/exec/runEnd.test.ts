import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { toRuns, type Alive } from '../../../../src/core/rows/runEvents.ts';
import { createAlive } from '../../../../src/runner/home/alive.ts';
import { endOfRun } from '../../../../src/runner/exec/runEnd.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';

describe('how a run ended', () => {
  let place: Place;
  let alive: Alive;
  beforeEach(() => {
    place = makePlace();
    place.fakeAgent('claude', { exitCode: 3 });
    alive = createAlive(place.home, place.clock);
  });
  afterEach(() => place.remove());

  it('is not told before it did', async () => {
    const id = await place.add();
    const token = await place.claim(id);
    assert.equal(await endOfRun(place.ledger, id, token, alive), undefined);
    assert.equal(await endOfRun(place.ledger, id, 'f'.repeat(32), alive), undefined);
    assert.equal(await endOfRun(place.ledger, 'nobody', token, alive), undefined);
  });

  it('is what the file says, though the runner had gone before the file was read', async () => {
    const id = await place.add();
    const token = await place.claim(id);
    assert.equal((await place.runner(token).end).code, 3);
    const known = place.ledger.schedule.get(id);
    assert.equal(toRuns(known?.runEvents() ?? [], alive)[0]?.ended_at, null);
    const ended = await endOfRun(place.ledger, id, token, alive);
    assert.deepEqual([ended?.run.outcome, ended?.run.exit_code], ['failed', 3]);
    assert.equal(ended?.state.fields()['status'], 'failed');
  });

  it('is that it never started where the file says nothing else and nobody holds it', async () => {
    const id = await place.add();
    const token = await place.claim(id);
    const ended = await endOfRun(place.ledger, id, token, () => false);
    assert.equal(ended?.run.outcome, 'interrupted');
  });
});
