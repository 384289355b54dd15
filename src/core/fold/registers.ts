import { compareTexts } from '../basics/compareTexts.ts';
import { ENVELOPE, type Row } from '../rows/row.ts';
import { compareMoments, isStampable, type Moment } from '../rows/stamp.ts';
import { rankOf } from '../rows/entryStatus.ts';
import { timeIn, timeOf } from '../rows/fieldValues.ts';

/** The place of a row among the rows of its entry (FORMAT.md, "What rows mean together"); every part of it but `c`. */
export interface RowKey extends Moment {
  readonly rank: number;
  /** `due_at` in ms UTC, or 0. */
  readonly due: number;
  readonly actor: string;
  readonly text: string;
}

/** The winning value of one field. `value` is undefined where the winning row removed the field. */
export interface Register {
  readonly key: RowKey;
  /** Whether that row set the field, or only carries it along. */
  readonly set: boolean;
  readonly value: unknown;
}

/** Names of fields. */
export type Names = readonly string[] | ReadonlySet<string>;

export type Registers = Map<string, Register>;

/** The key of a row that stands at a moment. */
export function keyOf(row: Row, moment: Moment): RowKey {
  return {
    t: moment.t,
    n: moment.n,
    e: moment.e,
    rank: rankOf(row.fields['status']),
    due: timeOf(row.fields['due_at']) ?? 0,
    actor: row.stamp?.[2] ?? '',
    text: row.text,
  };
}

/** A total order: 0 only for one and the same line. */
export function compareKeys(a: RowKey, b: RowKey): number {
  return (
    compareMoments(a, b) ||
    a.rank - b.rank ||
    a.due - b.due ||
    compareTexts(a.actor, b.actor) ||
    compareTexts(a.text, b.text)
  );
}

/**
 * Lets a row contend for every field it carries or removes. `sets` names the fields it set (a native row's `ch`);
 * `'all'` is for rows of other writers, which set whatever they carry.
 */
export function contend(registers: Registers, row: Row, key: RowKey, sets: Names | 'all'): void {
  const isSet = (name: string): boolean => sets === 'all' || ('has' in sets ? sets.has(name) : sets.includes(name));
  for (const name of Object.keys(row.fields)) {
    if (!ENVELOPE.has(name)) {
      put(registers, name, key, isSet(name), row.fields[name]);
    }
  }
  if (sets === 'all') {
    return;
  }
  for (const name of sets) {
    if (!ENVELOPE.has(name) && !Object.hasOwn(row.fields, name)) {
      put(registers, name, key, true, undefined);
    }
  }
}

function put(registers: Registers, name: string, key: RowKey, set: boolean, value: unknown): void {
  const holder = registers.get(name);
  if (!holder || (set === holder.set ? compareKeys(key, holder.key) > 0 : set)) {
    registers.set(name, { key, set, value });
  }
}

/** Where a row with a valid stamp stands: as it was written, or, edited since, as late as its own `updated_at` says. */
export function momentOf(row: Row, untouched: boolean): Moment {
  const [t, n] = row.stamp as readonly [number, number, string];
  if (untouched) {
    return { t, n, e: 0 };
  }
  const edited: Moment = { t, n, e: 1 };
  const updated: Moment = { t: writtenAt(row, 'updated_at'), n: 0, e: 1 };
  return compareMoments(updated, edited) > 0 ? updated : edited;
}

/**
 * Fields in which other tools say when they wrote a row. Times of the future (`due_at` and its like) are not among
 * them.
 */
const WRITTEN = [
  'updated_at',
  'created_at',
  'snoozed_at',
  'started_at',
  'completed_at',
  'failed_at',
  'cancelled_at',
  'last_attempt_at',
] as const;

/** Where a row without a stamp stands: right after all that is before it, or as late as its own times say. */
export function foreignMoment(row: Row, before: Moment): Moment {
  const after: Moment = { t: before.t, n: before.n, e: before.e + 1 };
  const own: Moment = { t: Math.max(...WRITTEN.map(name => writtenAt(row, name))), n: 0, e: 0 };
  return compareMoments(own, after) > 0 ? own : after;
}

function writtenAt({ fields }: Row, name: string): number {
  const at = timeIn(fields, name);
  return at !== undefined && isStampable(at) ? at : 0;
}
