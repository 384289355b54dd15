import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';

describe('a token', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  it('starts a run once', async () => {
    const agent = place.fakeAgent('claude');
    const token = await place.claim(await place.add());
    assert.equal((await place.run(token)).code, 0);
    const { code, err } = await place.run(token);
    assert.deepEqual([code, agent.calls().length], [1, 1]);
    assert.match(err, /was started before/);
  });

  it('starts a run once, when two runners use it at the same time', async () => {
    const agent = place.fakeAgent('claude');
    const token = await place.claim(await place.add());
    const ends = await Promise.all(Array.from({ length: 4 }, () => place.run(token)));
    assert.deepEqual(ends.map(end => end.code).sort(), [0, 1, 1, 1]);
    assert.equal(agent.calls().length, 1);
  });

  for (const [when, ahead] of [
    ['two minutes old', 2 * MINUTE],
    ['of the future, after the clock was put back', -3 * MINUTE],
  ] as const) {
    it(`that is ${when} starts nothing`, async () => {
      const agent = place.fakeAgent('claude');
      const id = await place.add();
      const token = await place.claim(id);
      place.clock.ahead = ahead;
      const { code, err } = await place.run(token);
      assert.deepEqual([code, agent.calls().length], [1, 0]);
      assert.match(err, /claimed more than two minutes ago/);
    });
  }

  it('goes on while its use is being written, and counts as lost where that was cut off', async () => {
    place.fakeAgent('claude');
    const id = await place.add();
    const used = join(place.home, 'tokens', `${await place.claim(id)}.started`);
    for (const half of ['', '{"pid":']) {
      writeFileSync(used, half);
      assert.equal((await place.runs(id))[0]?.outcome, 'running');
      const before = new Date(Date.now() - MINUTE);
      utimesSync(used, before, before);
      assert.equal((await place.runs(id))[0]?.outcome, 'interrupted');
    }
  });

  it('that nobody claimed starts nothing', async () => {
    place.fakeAgent('claude');
    for (const token of ['0'.repeat(32), '', '../../x', 'A'.repeat(32)]) {
      const { code, err } = await place.run(token);
      assert.equal(code, 1);
      assert.match(err, /not claimed/);
    }
  });

  it('is a name and no path', async () => {
    const agent = place.fakeAgent('claude');
    const token = await place.claim(await place.add());
    const planted = '../../planted';
    renameSync(join(place.home, 'tokens', `${token}.json`), join(place.root, 'planted.json'));
    const claim = join(place.home, 'claims', readdirSync(join(place.home, 'claims'))[0] ?? '');
    writeFileSync(claim, readFileSync(claim, 'utf8').replace(token, planted));
    assert.equal((await place.run(planted)).code, 1);
    assert.equal(agent.calls().length, 0);
  });

  it('that is not the claim’s own starts nothing', async () => {
    const agent = place.fakeAgent('claude');
    const token = await place.claim(await place.add());
    const [file = ''] = readdirSync(join(place.home, 'tokens'));
    const other = 'f'.repeat(32);
    renameSync(join(place.home, 'tokens', file), join(place.home, 'tokens', `${other}.json`));
    assert.equal((await place.run(other)).code, 1);
    assert.equal((await place.run(token)).code, 1);
    assert.equal(agent.calls().length, 0);
  });
});
