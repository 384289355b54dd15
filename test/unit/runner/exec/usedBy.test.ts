import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { TokensUsed } from '../../../../src/core/usage/tokensUsed.ts';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import { makePlace, rowsOf, type Place } from '../../../support/runnerPlace.ts';

describe('what a run used', () => {
  let place: Place;
  let person: string;
  beforeEach(() => {
    place = makePlace();
    person = join(place.root, 'person');
  });
  afterEach(() => place.remove());

  /** Runs an agent that leaves a record of a call in its store; undefined for one that leaves none. */
  async function usedWith(exitCode: number, isLeft: boolean): Promise<TokensUsed | undefined> {
    const agent = place.fakeAgent('claude');
    const id = await place.add();
    const token = await place.claim(id);
    const [claim = ''] = readdirSync(join(place.home, 'claims'));
    const { plan } = JSON.parse(readFileSync(join(place.home, 'claims', claim), 'utf8')) as {
      readonly plan: { readonly session: string };
    };
    const folder = join(person, '.claude', 'projects', 'p');
    mkdirSync(folder, { recursive: true });
    const call = (name: string, by: number, tokens: number): string =>
      `${JSON.stringify({
        ...{ type: 'assistant', timestamp: new Date(Date.now() + by).toISOString() },
        message: { id: name, usage: { input_tokens: tokens, output_tokens: 3 } },
      })}\n`;
    const text = call('before', -MINUTE, 500) + call('own', MINUTE, 7);
    agent.behave({ exitCode, ...(isLeft && { leaves: { path: join(folder, `${plan.session}.jsonl`), text } }) });
    await place.run(token, { HOME: person });
    return (await place.runs(id))[0]?.used;
  }
  const parts = { cache_read_tokens: 0, cache_write_tokens: 0, output_tokens: 3 };

  it('stands in its end, without what its conversation had used before', async () => {
    assert.deepEqual(await usedWith(0, true), { input_tokens: 7, ...parts, exact: true });
    const run = rowsOf(place).at(-1)?.['run'] as { readonly used: unknown };
    assert.deepEqual(run.used, { input_tokens: 7, ...parts, exact: true });
  });

  it('is all of it where the agent failed, and at least that where something ended it', async () => {
    assert.equal((await usedWith(1, true))?.exact, true);
    place.remove();
    place = makePlace();
    assert.equal((await usedWith(137, true))?.exact, false);
  });

  it('is not known where the store does not tell', async () => {
    assert.equal(await usedWith(0, false), undefined);
    assert.ok(!JSON.stringify(rowsOf(place)).includes('"used"'));
  });
});
