import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { createProgramCache, type ProgramCache } from '../../../../src/runner/agents/programCache.ts';
import { placeFakeAgent } from '../../../support/fakeAgent.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';

describe('programs', () => {
  let place: Place;
  let cache: ProgramCache;
  let first: string;
  beforeEach(() => {
    place = makePlace();
    cache = createProgramCache();
    first = join(place.root, 'first');
    mkdirSync(first);
  });
  afterEach(() => place.remove());

  const find = async (path: string): Promise<string | undefined> => {
    const found = await cache.find('claude', { PATH: path }, [place.folder]);
    return isRefusal(found) ? undefined : found.path;
  };

  it('are looked for once: what comes first on PATH later on changes nothing', async () => {
    const { path } = place.fakeAgent('claude');
    const PATH = [first, place.bin].join(delimiter);
    assert.equal(await find(PATH), path);
    placeFakeAgent(first, 'claude');
    assert.equal(await find(PATH), path);
  });

  it('are looked for again under another PATH, and where they were not there or are not any more', async () => {
    const PATH = [first, place.bin].join(delimiter);
    assert.equal(await find(PATH), undefined);
    const { path } = place.fakeAgent('claude');
    assert.equal(await find(PATH), path);
    const other = placeFakeAgent(first, 'claude');
    assert.equal(await find([PATH, join(place.root, 'nowhere')].join(delimiter)), other.path);
    rmSync(path);
    assert.equal(await find(PATH), other.path);
  });
});
