import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Entry } from '../../../../src/core/entry/entry.ts';
import type { Outcome, Run } from '../../../../src/core/rows/runEvents.ts';
import { failuresInARow, isHeld } from '../../../../src/core/entry/streak.ts';
import { at } from '../../../support/world.ts';

const runs = (...outcomes: readonly Outcome[]): readonly Run[] =>
  outcomes.map((outcome, index) => ({
    occ: 'once',
    gen: index,
    token: String(index),
    outcome,
    claimed_at: null,
    started_at: null,
    ended_at: `2026-11-23T10:0${index}:00.000Z`,
    exit_code: null,
    duration_ms: null,
    session: null,
    pid: null,
    host: null,
    prompt_sha: null,
    unattended: true,
  }));
const entry = (lookedAt?: string): Entry => ({ lookedAt: lookedAt && at(lookedAt) }) as Entry;

describe('failures in a row', () => {
  it('are counted back to the last run that ended well, or whose end was lost', () => {
    assert.equal(failuresInARow(entry(), runs()), 0);
    assert.equal(failuresInARow(entry(), runs('failed', 'ok', 'failed', 'failed')), 2);
    assert.equal(failuresInARow(entry(), runs('failed', 'unknown', 'failed')), 1);
    assert.equal(failuresInARow(entry(), runs('failed', 'ok')), 0);
  });

  it('are not broken by what was skipped, interrupted, or goes on', () => {
    assert.equal(failuresInARow(entry(), runs('failed', 'skipped', 'failed', 'interrupted', 'failed', 'running')), 3);
  });

  it('hold an entry at the third, until a person has looked', () => {
    assert.equal(isHeld(entry(), runs('failed', 'failed')), false);
    assert.equal(isHeld(entry(), runs('failed', 'failed', 'failed')), true);
    assert.equal(isHeld(entry('2026-11-23T10:01:30Z'), runs('failed', 'failed', 'failed')), false);
    assert.equal(failuresInARow(entry('2026-11-23T10:01:30Z'), runs('failed', 'failed', 'failed')), 1);
  });
});
