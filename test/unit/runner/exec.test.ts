import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sha256 } from '../../../src/store/digest.ts';
import { makePlace, rowsOf, type Place } from './place.ts';

const HOSTILE = [
  'Say "hi" and \'hi\'; $(touch planted) `touch planted` ${HOME} \\ %PATH% !! && | > out',
  '--dangerously-skip-permissions',
  '-p',
  '@file',
  '/quit',
  'line\nline\r\n\ttab',
  '🙂 é 日本語 \u202E',
  '',
].join('\n');

describe('a run', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  it('gives the agent the prompt byte for byte, in the folder, and records that it went well', async () => {
    const agent = place.fakeAgent('claude', { reads: ['DEFER_RUN_ID', 'DEFER_ENTRY_ID'] });
    const id = await place.add({ payload: { message: 'Go on', prompt: HOSTILE, agent: 'claude' } });
    const token = await place.claim(id);
    const { code, out } = await place.runner(token).end;
    assert.equal(code, 0);
    assert.equal(out, 'fake agent\n');
    const [call, ...more] = agent.calls();
    assert.equal(more.length, 0);
    const [run] = await place.runs(id);
    assert.deepEqual(call?.arguments.slice(0, 3), ['--session-id', run?.session, '--']);
    const prompt = call?.arguments[3] ?? '';
    assert.ok(prompt.includes(`Task:\n${HOSTILE}`));
    assert.equal(call?.arguments.length, 4);
    assert.equal(call?.folder, place.folder);
    assert.deepEqual(call?.env, { DEFER_RUN_ID: token, DEFER_ENTRY_ID: id });
    assert.deepEqual(readdirSync(place.folder), ['.sf']);
    assert.equal(readFileSync(join(place.home, 'prompts', `${sha256(prompt)}.txt`), 'utf8'), prompt);
    assert.equal((await place.entry(id)).status, 'done');
    assert.equal(run?.outcome, 'ok');
    assert.deepEqual(
      rowsOf(place).map(row => (row['run'] as { event?: string } | undefined)?.event),
      [undefined, 'claimed', 'started', 'ended'],
    );
    assert.equal(rowsOf(place)[3]?.['status'], 'done');
  });
});
