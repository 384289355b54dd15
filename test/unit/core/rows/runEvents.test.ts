import assert from 'node:assert/strict';
import { toRunEvent } from '../../../../src/core/rows/readRunEvent.ts';
import { test } from 'node:test';
import { fromRunEvent, runEventKey, toRuns, type RunEvent, type RunStep } from '../../../../src/core/rows/runEvents.ts';
import { nextGeneration } from '../../../../src/core/rows/generation.ts';
import { instant } from '../../../../src/core/basics/time.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const happened = (event: RunStep, ms: number, more: Partial<RunEvent> = {}): RunEvent => ({
  ...{ occ: 'once', gen: 0, token: 'ab', event, at: instant(NOON + ms) },
  ...more,
});
const nobody = (): boolean => false;

test('a run event comes back from the file as it was written', () => {
  const event = happened('ended', 0, {
    pid: 7,
    host: 'h',
    exit_code: 0,
    duration_ms: 9,
    session: 's',
    prompt_sha: 'f0',
  });
  assert.deepEqual(toRunEvent(JSON.parse(JSON.stringify(fromRunEvent(event)))), event);
});

test('what lacks a part of a run event is none, and members of the wrong type are left out', () => {
  const whole = fromRunEvent(happened('claimed', 0));
  for (const name of ['occ', 'gen', 'token', 'event', 'at']) {
    assert.equal(toRunEvent({ ...whole, [name]: {} }), undefined, name);
  }
  assert.equal(toRunEvent([]), undefined);
  assert.equal(toRunEvent({ ...whole, event: 'exploded' }), undefined);
  assert.deepEqual(toRunEvent({ ...whole, pid: '7', exit_code: -1 }), happened('claimed', 0));
});

test('the steps of one run become one line of its history', () => {
  const events = [
    happened('ended', 9000, { exit_code: 0, duration_ms: 8000 }),
    happened('claimed', 0, { pid: 3, host: 'h' }),
    happened('started', 1000, { pid: 4, session: 's' }),
  ];
  assert.deepEqual(toRuns(events, nobody), [
    {
      ...{
        occ: 'once',
        gen: 0,
        token: 'ab',
        outcome: 'ok',
        exit_code: 0,
        duration_ms: 8000,
        session: 's',
        pid: 4,
        host: 'h',
        prompt_sha: null,
        unattended: false,
      },
      claimed_at: '2026-11-22T12:00:00.000Z',
      started_at: '2026-11-22T12:00:01.000Z',
      ended_at: '2026-11-22T12:00:09.000Z',
    },
  ]);
});

test('how a run went is what its end says', () => {
  const outcomes = [0, 1, 127, 137, 129, 130, undefined].map(code => {
    const [run] = toRuns(
      [happened('started', 0), happened('ended', 1, code === undefined ? {} : { exit_code: code })],
      nobody,
    );
    return run?.outcome;
  });
  assert.deepEqual(outcomes, ['ok', 'failed', 'failed', 'failed', 'interrupted', 'interrupted', 'unknown']);
});

test('a run without an end goes on while its runner lives; else it was interrupted before its start, or nobody knows', () => {
  const claimed = [happened('claimed', 0)];
  const started = [...claimed, happened('started', 1)];
  const outcome = (events: readonly RunEvent[], alive: boolean): string | undefined =>
    toRuns(events, () => alive)[0]?.outcome;
  assert.deepEqual([outcome(claimed, true), outcome(started, true)], ['running', 'running']);
  assert.deepEqual([outcome(claimed, false), outcome(started, false)], ['interrupted', 'unknown']);
  assert.equal(outcome([happened('skipped', 0)], true), 'skipped');
});

test('runs stand oldest first, in one order however their events came', () => {
  const events = ['cd', 'ab', 'ef'].flatMap(token =>
    [0, 1].map(gen => happened('claimed', token === 'ef' ? -5 : 0, { token, gen })),
  );
  const order = (some: readonly RunEvent[]): string[] => toRuns(some, nobody).map(run => `${run.token}${run.gen}`);
  assert.deepEqual(
    order(events),
    ['ef0', 'ef1', 'ab0', 'cd0', 'ab1', 'cd1'].sort((a, b) => order(events).indexOf(a) - order(events).indexOf(b)),
  );
  assert.deepEqual(order(events).slice(0, 2), ['ef0', 'ef1']);
  assert.deepEqual(order(events.toReversed()), order(events));
});

test('two events are one when occurrence, generation, claim and step agree', () => {
  assert.equal(runEventKey(happened('claimed', 0)), runEventKey(happened('claimed', 99, { pid: 1 })));
  assert.notEqual(runEventKey(happened('claimed', 0)), runEventKey(happened('claimed', 0, { gen: 1 })));
});

test('a new run has the generation after all that ended, and Retry the one after all that were claimed', () => {
  const ended = [happened('claimed', 0), happened('ended', 1)];
  const lost = [...ended, happened('claimed', 2, { gen: 1 }), happened('started', 3, { gen: 1 })];
  assert.equal(nextGeneration([], 'once', false), 0);
  assert.equal(nextGeneration([happened('claimed', 0)], 'once', false), 0);
  assert.equal(nextGeneration(ended, 'once', false), 1);
  assert.equal(nextGeneration(lost, 'once', false), 1);
  assert.equal(nextGeneration(lost, 'once', true), 2);
  assert.equal(nextGeneration(lost, 'another', true), 0);
});

test('a forged generation at the end of all numbers leaves one that can still be read', () => {
  const gen = nextGeneration([happened('ended', 0, { gen: Number.MAX_SAFE_INTEGER })], 'once', false);
  assert.ok(toRunEvent(fromRunEvent(happened('claimed', 1, { gen }))));
});
