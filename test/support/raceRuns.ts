import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { MINUTE } from '../../src/core/basics/time.ts';
import { makePlace, newId } from './runnerPlace.ts';
import { counted, placeSwiftAgent, startRacer } from './race.ts';

const REFUSED =
  // A claim that is just being written looks old to a clock that is ahead.
  /is already being started: claimed .+ by process \d+\.|right now|was cut off|A run of this entry is going on|has changed since|was started .+ does not say how it ended/;

/** Lets processes run one entry that repeats, slot after slot, so many times: each slot is started once. */
export async function raceForSlots(count: number, rounds: number): Promise<void> {
  const place = makePlace();
  const calls = placeSwiftAgent(place.bin);
  const anchor = new Date(Math.floor(Date.now() / MINUTE) * MINUTE).toISOString();
  const id = await place.add({ due_at: anchor, repeat: { every: 'PT1M', anchor } });
  const racers = Array.from({ length: count }, () => startRacer(place.home, place.folder, place.env));
  for (let round = 0; round < rounds; round += 1) {
    const plans = await Promise.all(racers.map(racer => racer.plan(id, { ahead: round * MINUTE })));
    assert.deepEqual(plans, Array(count).fill('planned'));
    const ends = await Promise.all(racers.map(racer => racer.go()));
    assert.equal(ends.filter(end => end === null).length, 1, `round ${round}: ${ends.join(' ')}`);
    for (const why of ends.filter(end => end !== null)) {
      assert.match(why ?? 'died', REFUSED);
    }
    assert.equal(calls().length, round + 1);
  }
  racers.forEach(racer => racer.process.kill());
  // Real time goes on as well: once in a while a slot passes between two rounds.
  const runs = (await place.runs(id)).filter(run => run.outcome !== 'skipped');
  assert.deepEqual([...counted(runs.map(run => run.outcome))], [['ok', rounds]]);
  assert.equal(new Set(runs.map(run => run.occ)).size, rounds);
  place.remove();
}

/** Races for entries of one run each, while half of the processes are killed at random moments. */
export async function raceAndKill(t: TestContext, count: number, entries: number): Promise<void> {
  const place = makePlace();
  const calls = placeSwiftAgent(place.bin);
  const ids: string[] = [];
  const outcomes: string[] = [];
  const racers = Array.from({ length: count }, () => startRacer(place.home, place.folder, place.env));
  for (let index = 0; index < entries; index += 1) {
    const id = await place.add({}, newId());
    ids.push(id);
    await Promise.all(racers.map(racer => racer.plan(id)));
    const going = racers.map(racer => racer.go());
    const killed = Array.from({ length: count / 2 }, () => racers.splice(Math.floor(Math.random() * racers.length), 1))
      .flat()
      .map(
        racer =>
          new Promise(resolve => {
            racer.process.once('close', resolve);
            setTimeout(() => racer.process.kill('SIGKILL'), Math.random() * 200);
          }),
      );
    await Promise.all([...killed, ...going]);
    outcomes.push(...(await place.runs(id)).map(run => run.outcome));
    while (racers.length < count && index < entries - 1) {
      racers.push(startRacer(place.home, place.folder, place.env));
    }
  }
  racers.forEach(racer => racer.process.kill());
  const starts = counted(calls());
  t.diagnostic(`${starts.size} of ${entries} started; ${[...counted(outcomes)].join(' ')}`);
  assert.deepEqual(
    [...starts.values()].filter(count => count > 1),
    [],
  );
  for (const id of ids) {
    const runs = await place.runs(id);
    assert.ok(runs.length <= 1, JSON.stringify(runs));
    const [run] = runs;
    // What the record says is never more than what happened.
    assert.ok(run?.outcome !== 'ok' || starts.get(id) === 1);
    assert.ok(starts.get(id) === undefined || run?.outcome === 'ok' || run?.outcome === 'unknown', JSON.stringify(run));
  }
  place.remove();
}
