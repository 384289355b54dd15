import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE, type Duration } from '../../src/core/basics/time.ts';

/** A rule whose slots lie a fixed time apart, so that a test can tell them without the code under test. */
export interface PlainRule {
  /** What `add` is given. */
  readonly input: Readonly<Record<string, string>>;
  readonly period: Duration;
  /** Where its slots lie: `phase + k × period`, ms since 1970. */
  readonly phase: number;
}

/** When every history begins: no slot of any rule. */
export const BEGIN = Date.UTC(2026, 10, 23, 10, 0, 30);

export const rules: readonly PlainRule[] = [
  { input: { cron: '42 13 * * *', tz: 'UTC' }, period: DAY, phase: 13 * HOUR + 42 * MINUTE },
  { input: { cron: '0 */6 * * *', tz: 'UTC' }, period: 6 * HOUR, phase: 0 },
  // An interval of an hour or more starts at the whole minute.
  { input: { every: '90m' }, period: 90 * MINUTE, phase: (BEGIN - (BEGIN % MINUTE)) % (90 * MINUTE) },
];

/** One act of a person or of time. Durations are minutes from the present. */
export type Act =
  | { readonly kind: 'pass'; readonly minutes: number }
  | { readonly kind: 'snooze' | 'reschedule'; readonly minutes: number }
  | { readonly kind: 'reschedule to slot'; readonly ahead: number }
  | { readonly kind: 'done' | 'skip' | 'pause' | 'resume' | 'follow up' }
  | { readonly kind: 'run' | 'run due'; readonly exitCode: 0 | 1 };

/** A rule, how it catches up, whether it is tried again, and what becomes of it. */
export interface History {
  readonly rule: PlainRule;
  readonly catchup: 'once' | 'ask' | 'skip';
  readonly retries: number;
  readonly acts: readonly Act[];
}

const exitCode = fc.constantFrom<0 | 1>(0, 1);
const shortly = fc.integer({ min: 1, max: 3 * 24 * 60 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: shortly }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reschedule' as const), minutes: shortly }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('snooze' as const), minutes: shortly }) },
  fc.record({ kind: fc.constant('reschedule to slot' as const), ahead: fc.integer({ min: 0, max: 3 }) }),
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('done', 'skip', 'pause', 'resume', 'follow up'),
    }) as fc.Arbitrary<Act>,
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('run' as const, 'run due' as const), exitCode }) },
);

/** Random histories of one repeat. */
export const histories = (longest: number): fc.Arbitrary<History> =>
  fc.record({
    rule: fc.constantFrom(...rules),
    catchup: fc.constantFrom('once' as const, 'ask' as const, 'skip' as const),
    retries: fc.integer({ min: 0, max: 2 }),
    acts: fc.array(act, { minLength: 1, maxLength: longest }),
  });

/** A row of the file, as JSON has it. */
export type RawRow = Readonly<Record<string, unknown>>;

interface RawEvent {
  readonly occ: string;
  readonly event: string;
  readonly exit_code?: number;
  readonly slots?: number;
}

/** What the rows of an entry say of its occurrences, each event once, without what was undone. */
const eventsOf = (rows: readonly RawRow[], id: string): readonly RawEvent[] => {
  const events = rows.filter(row => row['id'] === id && row['run'] !== undefined).map(row => row['run'] as RawEvent);
  const known = new Map(events.map(event => [keyOf(event), event]));
  return [...known.values()].filter(event => !known.has(keyOf({ ...event, event: 'undone' })));
};

const keyOf = (event: RawEvent): string => {
  const { occ, gen, token, event: step } = event as RawEvent & { readonly gen: number; readonly token: string };
  return JSON.stringify([occ, gen, token, step]);
};

/** The occurrences that the rows say were done, by hand or by a run that ended well. */
export const doneIn = (rows: readonly RawRow[], id: string): ReadonlySet<string> =>
  new Set(
    eventsOf(rows, id)
      .filter(
        ({ event, exit_code: code, occ }) =>
          event === 'done' || (event === 'ended' && code === 0 && !occ.startsWith('extra:')),
      )
      .map(({ occ }) => occ),
  );

/**
 * The law of the slot (docs/time.md, "Repeat"): of the slots before the one that the entry stands at, each was done,
 * run or skipped, and only one of them; of that one and those after it, none was.
 */
export function assertLaw(rows: readonly RawRow[], entry: RawRow, { period, phase }: PlainRule): void {
  const at = Date.parse(String(entry['slot']));
  assert.equal((at - phase) % period, 0, `${String(entry['slot'])} is no slot of the rule`);
  const fates = new Map<number, string[]>();
  const tell = (slot: number, fate: string): void => void fates.set(slot, [...(fates.get(slot) ?? []), fate]);
  for (const { occ, event, exit_code: code, slots = 1 } of eventsOf(rows, String(entry['id']))) {
    const slot = Date.parse(occ);
    if (event === 'skipped') {
      for (let index = 0; index < slots; index += 1) {
        tell(slot + index * period, 'skipped');
      }
    } else if (event === 'done') {
      tell(slot, 'done');
    } else if (event === 'ended' && !occ.startsWith('extra:')) {
      tell(slot, code === 0 ? 'run' : 'failed');
    }
  }
  const isOver = entry['status'] === 'done';
  const first = Math.floor((BEGIN - phase) / period + 1) * period + phase;
  for (let slot = first; slot < at || fates.has(slot); slot += period) {
    const told = fates.get(slot) ?? [];
    const dealt = told.filter(fate => fate !== 'failed');
    const name = new Date(slot).toISOString();
    if (slot < at || isOver) {
      assert.ok(
        dealt.length === 1 || (dealt.length === 0 && told.length > 0),
        `${name} was ${told.join(', ') || 'lost'}`,
      );
    } else {
      assert.deepEqual(dealt, [], `${name} is open, and was ${told.join(', ')}`);
    }
    fates.delete(slot);
  }
  assert.deepEqual(
    [...fates.keys()].map(slot => new Date(slot).toISOString()),
    [],
    'events of no slot',
  );
}
