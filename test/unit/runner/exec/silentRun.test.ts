import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isSilent, NOTHING_TO_REPORT } from '../../../../src/core/agent/nothingToReport.ts';
import type { FakeBehaviour } from '../../../support/fakeAgent.ts';
import { gitEnv, identity } from '../../../support/git.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';

describe('an agent that says that there is nothing to report', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
    const git = (...args: readonly string[]): string =>
      execFileSync('git', [...identity, ...args], { cwd: place.folder, env: gitEnv(place.root), encoding: 'utf8' });
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message=x');
  });
  afterEach(() => place.remove());

  /** How a run ended that nobody watched, and whether nobody is told. */
  async function ended(
    behaviour: FakeBehaviour,
  ): Promise<readonly [outcome: string, isSaid: boolean, isSilent: boolean]> {
    place.fakeAgent('claude', behaviour);
    const id = await place.addAllowed();
    const path = `${place.bin}${delimiter}${process.env['PATH'] ?? ''}`;
    await place.run(await place.claim(id, { unattended: true }), { PATH: path });
    const [run] = await place.runs(id);
    assert.ok(run);
    return [run.outcome, run.nothing_to_report === true, isSilent(run)];
  }
  const said = `All is well.\n\n**${NOTHING_TO_REPORT}**\n`;

  it('is told of to nobody where it changed nothing', async () => {
    assert.deepEqual(await ended({ prints: said, complains: 'tokens used 12' }), ['ok', true, true]);
  });

  it('is told of where it does not say so at the end', async () => {
    assert.deepEqual(await ended({ prints: `${said}But look.` }), ['ok', false, false]);
    assert.deepEqual(await ended({ prints: 'x', complains: said }), ['ok', false, false]);
  });

  it('is told of where it changed something, or failed', async () => {
    // In the folder that it runs in, wherever that is.
    const leaves = { path: 'a.txt', text: 'x' };
    assert.deepEqual(await ended({ prints: said, leaves }), ['ok', true, false]);
    assert.deepEqual(await ended({ prints: said, exitCode: 1 }), ['failed', true, false]);
  });
});
