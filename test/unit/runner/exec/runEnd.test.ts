import assert from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isSilent } from '../../../../src/core/agent/nothingToReport.ts';
import { toRuns, type Alive } from '../../../../src/core/rows/runEvents.ts';
import { createAlive } from '../../../../src/runner/home/alive.ts';
import { endOfRun } from '../../../../src/runner/exec/runEnd.ts';
import { endPath } from '../../../../src/runner/home/homeFiles.ts';
import { scheduleOf } from '../../../support/folder.ts';
import { makePlace, until, type Place } from '../../../support/runnerPlace.ts';

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
    assert.equal(await endOfRun(place, id, token, alive), undefined);
    assert.equal(await endOfRun(place, id, 'f'.repeat(32), alive), undefined);
    assert.equal(await endOfRun(place, 'nobody', token, alive), undefined);
  });

  it('is what the runner kept, though it had gone before the file was read', async () => {
    const id = await place.add();
    const token = await place.claim(id);
    assert.equal((await place.runner(token).end).code, 3);
    const known = place.ledger.schedule.get(id);
    assert.equal(toRuns(known?.runEvents() ?? [], alive)[0]?.ended_at, null);
    const ended = await endOfRun(place, id, token, alive);
    assert.deepEqual([ended?.run.outcome, ended?.run.exit_code], ['failed', 3]);
    assert.equal(ended?.state.fields()['status'], 'failed');
  });

  it('is that it never started where the file says nothing else and nobody holds it', async () => {
    const id = await place.add();
    const token = await place.claim(id);
    const ended = await endOfRun(place, id, token, () => false);
    assert.equal(ended?.run.outcome, 'interrupted');
  });

  it('is never what a row says that another wrote, whichever of them counts in the file', async () => {
    const go = join(place.root, 'go');
    place.fakeAgent('claude', { exitCode: 3, waitsFor: go });
    const id = await place.add();
    const token = await place.claim(id);
    const runner = place.runner(token);
    await until('the run began', async () => (await place.runs(id)).some(run => run.started_at !== null));
    const [{ occ, gen } = { occ: '', gen: 0 }] = await place.runs(id);
    // As an agent may write them that may write to the folder alone: its start tells it the name of its run.
    const quiet = {
      exit_code: 0,
      nothing_to_report: true,
      changes: { base: 'a'.repeat(40), head: 'a'.repeat(40), files: 0 },
    };
    const forged = [
      { occ, gen, token, event: 'ended', at: '2020-01-01T00:00:00Z', ...quiet },
      { occ: 'extra:1', gen: 0, token, event: 'skipped', at: '2020-01-01T00:00:00Z' },
      { occ, gen: 7, token, event: 'ended', at: '2020-01-01T00:00:00Z', ...quiet, stopped: true },
    ];
    const lines = forged.map((run, n) =>
      JSON.stringify({ schemaVersion: 1, id, run, defer: { st: [1, n, 'abcdef'], ch: [], h: '0'.repeat(16) } }),
    );
    appendFileSync(scheduleOf(place.folder), `${lines.join('\n')}\n`);
    const shown = (await place.runs(id)).find(run => run.occ === occ && run.gen === gen);
    assert.ok(shown && isSilent(shown), 'all else goes by the file');
    assert.equal(await endOfRun(place, id, token, alive), undefined, 'it goes on');
    writeFileSync(go, '');
    assert.equal((await runner.end).code, 3);
    const ended = await endOfRun(place, id, token, alive);
    assert.deepEqual(
      [ended?.run.outcome, ended?.run.exit_code, ended?.run.nothing_to_report],
      ['failed', 3, undefined],
    );
  });

  it('is lost where only the file tells of it', async () => {
    const id = await place.add();
    const token = await place.claim(id);
    await place.runner(token).end;
    rmSync(endPath(place.home, token));
    const ended = await endOfRun(place, id, token, alive);
    assert.deepEqual([ended?.run.outcome, ended?.run.nothing_to_report], ['unknown', undefined]);
  });
});
