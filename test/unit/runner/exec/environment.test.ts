import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';
import { onPosix } from '../../../support/systems.ts';

describe('an agent’s environment', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  it('holds nothing of the editor’s own, and no way for the workspace to choose programs', onPosix, async () => {
    const reads = ['PATH', 'ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'VSCODE_INSPECTOR_OPTIONS', 'TERM_PROGRAM'];
    const agent = place.fakeAgent('claude', { reads });
    const token = await place.claim(await place.add());
    await place.runner(token, {
      PATH: ['', '.', 'bin', join(place.folder, 'node_modules', '.bin'), place.bin].join(':'),
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--require /dev/null',
      VSCODE_INSPECTOR_OPTIONS: '{}',
      TERM_PROGRAM: 'vscode',
    }).end;
    assert.deepEqual(agent.calls()[0]?.env, { PATH: place.bin, TERM_PROGRAM: 'vscode' });
  });

  it('keeps options of Node that load no code', async () => {
    const agent = place.fakeAgent('claude', { reads: ['NODE_OPTIONS'] });
    const token = await place.claim(await place.add());
    await place.runner(token, { NODE_OPTIONS: '--max-old-space-size=999' }).end;
    assert.deepEqual(agent.calls()[0]?.env, { NODE_OPTIONS: '--max-old-space-size=999' });
  });
});
