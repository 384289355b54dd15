import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HOSTILE } from '../../../support/hostilePlaces.ts';
import { makePlace, rowsOf, type Place } from '../../../support/runnerPlace.ts';
import { onPosix } from '../../../support/systems.ts';

describe('an executor', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  it('reads one record that is our row and agent-defer’s', async () => {
    const agent = place.fakeAgent('my-executor');
    const payload = {
      message: 'Go on',
      prompt: HOSTILE,
      summary: 'Half way',
      agent: 'executor',
      key_points: ['One'],
      mode: 'callback',
    };
    const id = await place.add({ payload, remark: { kept: true } });
    place.env['DEFER_EXECUTOR'] = agent.path;
    assert.equal((await place.run(await place.claim(id))).code, 0);
    const [call] = agent.calls();
    assert.deepEqual(call?.arguments, []);
    const record = JSON.parse(call.input ?? '') as Record<string, unknown>;
    const [row] = rowsOf(place);
    assert.deepEqual([record['id'], record['payload'], record['remark']], [id, payload, { kept: true }]);
    assert.deepEqual(
      [record['status'], record['intent'], record['type']],
      ['executing', 'resume_task', 'deferred_task'],
    );
    assert.deepEqual(record['context'], { summary: 'Half way', key_points: ['One'], artifacts: [], constraints: [] });
    assert.deepEqual(record['execution'], { mode: 'callback', prompt_template: HOSTILE, aura_level: 'low' });
    assert.equal(record['due_at'], row?.['due_at']);
    assert.equal(record['run_at'], `${String(row?.['due_at']).slice(0, 19)}Z`);
    assert.deepEqual(
      [record['reorient_requested'], record['reorient']],
      [false, { requested: false, project: null, explicit_context_file: null }],
    );
    assert.match(String(record['started_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal((await place.entry(id)).status, 'done');
  });

  it('that reads no input may still succeed', onPosix, async () => {
    const path = join(place.bin, 'deaf');
    writeFileSync(path, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const payload = { message: 'Go on', prompt: 'x'.repeat(200_000), agent: 'executor' };
    const id = await place.add({ payload });
    place.env['DEFER_EXECUTOR'] = path;
    assert.equal((await place.run(await place.claim(id))).code, 0);
  });

  it('has to be named', async () => {
    const id = await place.add({ payload: { message: 'Go on', agent: 'executor' } });
    await assert.rejects(place.claim(id), /No executor is set/);
  });
});
