import type { Change } from './encode.ts';
import { memberOf, timeIn } from './fieldValues.ts';
import type { Recurrence } from './recurrence.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { Fields } from './row.ts';
import { skippedSlots, type RunEvent } from './run.ts';
import { dueOnceResumed, type Occurrence } from './slot.ts';
import { isClosed, toStatus } from './status.ts';
import { toIso, type Instant } from './time.ts';
import { slotsAfter } from './timing.ts';

/**
 * An entry that a file defines (TIME.md, "Schedules as files"). Its rows hold what became of it: due time, status, run
 * events. What the file says goes before what rows say of the same field.
 */
export interface Definition {
  readonly id: string;
  /** The file, from the schedule's folder on, with `/`. */
  readonly file: string;
  /** Where in the file it begins to say what it is, counted from 1. */
  readonly line: number;
  readonly enabled: boolean;
  /** Fields as a row would have them: `kind`, `payload`, `repeat`, `created_by`, … */
  readonly fields: Fields;
  /** When the file was last changed: without a row, slots count from here. */
  readonly since: Instant;
  /** The first slot after a moment, by the file's rule; `undefined` where it is over or paused. */
  readonly firstSlot: (after: Instant) => Instant | undefined;
}

/** Whether an id is one that only files define; rows of it without its file are history (`isOfFile`). */
export const isFileId = (id: string): boolean => id === 'heartbeat' || id.startsWith('schedule:');

/** Whether rows were written for an entry that a file defined. */
export const isOfFile = (createdBy: unknown): boolean => typeof createdBy === 'string' && createdBy.startsWith('file:');

/**
 * What the rows of an entry and its file come to. While the rule is the one its rows know, their due time holds, paused or
 * not; switched on again it comes up as `dueOnceResumed` says, from the last change of the file or the last row on,
 * whichever is later. A rule that is new or was changed begins afresh: due at its first slot after that; an ended entry is
 * open again.
 */
export function layOver(rows: Fields, definition: Definition): Fields {
  const laid: Record<string, unknown> = Object.assign(Object.create(null), rows, definition.fields);
  const [known, said] = [memberOf(rows, 'repeat'), memberOf(definition.fields, 'repeat')];
  if (sameMembers(known, said, RULE)) {
    if (definition.enabled && isOff(known)) {
      resumeAt(laid, rows, definition);
    }
    return laid;
  }
  for (const name of AFRESH) {
    delete laid[name];
  }
  const slot = definition.firstSlot(lastChange(rows, definition));
  if (slot !== undefined) {
    laid['due_at'] = toIso(slot);
  }
  const status = toStatus(memberOf(rows, 'status'));
  laid['status'] = isClosed(status) || status === 'failed' ? 'pending' : (memberOf(rows, 'status') ?? 'pending');
  return laid;
}

/** What an earlier rule left behind. */
const AFRESH = ['due_at', 'original_due_at', 'slot', 'attempts', 'last_error', 'reason'] as const;

/** Members of a `repeat` that say when its slots are. */
const RULE = ['cron', 'every', 'tz', 'anchor', 'until', 'count'] as const;

function sameMembers(one: unknown, other: unknown, names: readonly string[]): boolean {
  const membersOf = (value: unknown): string | undefined =>
    typeof value === 'object' && value !== null
      ? JSON.stringify(names.map(name => memberOf(value as Fields, name)))
      : undefined;
  return membersOf(one) === membersOf(other);
}

const isOff = (repeat: unknown): boolean => memberOf((repeat ?? {}) as Fields, 'enabled') === false;

/** Where the rows say that the entry stands. */
function occurrenceIn(rows: Fields): Occurrence {
  const due = timeIn(rows, 'due_at');
  return { due, slot: timeIn(rows, 'slot') ?? timeIn(rows, 'original_due_at') ?? due };
}

function resumeAt(laid: Record<string, unknown>, rows: Fields, definition: Definition): void {
  const occurrence = occurrenceIn(rows);
  const due = dueOnceResumed(occurrence, lastChange(rows, definition), definition.firstSlot);
  if (due === occurrence.due) {
    return;
  }
  for (const name of AFRESH) {
    delete laid[name];
  }
  if (due !== undefined) {
    laid['due_at'] = toIso(due);
    laid['slot'] = toIso(due);
  }
}

/**
 * That slots passed while the file had the entry switched off, which the row that knows it switched on again records;
 * undefined where none did. `repeat` is the rule as it is read.
 */
function skippedWhileOff(
  rows: Fields,
  definition: Definition,
  repeat: Recurrence | Refusal | undefined,
  now: Instant,
): RunEvent | undefined {
  const { slot } = occurrenceIn(rows);
  const after = timeIn(layOver(rows, definition), 'slot');
  const isOn = definition.enabled && isOff(memberOf(rows, 'repeat'));
  if (
    !isOn ||
    slot === undefined ||
    after === undefined ||
    after <= slot ||
    repeat === undefined ||
    isRefusal(repeat)
  ) {
    return undefined;
  }
  const later = slotsAfter({ slot, repeat }, after - 1);
  return skippedSlots(toIso(slot), 1 + (later?.count ?? 0), now);
}

function lastChange(rows: Fields, { since }: Definition): Instant {
  const at = timeIn(rows, 'updated_at');
  return at !== undefined && at > since ? at : since;
}

/** An entry as its rows alone have it, and its rule as it is read. */
interface OfFile {
  rowFields(): Fields;
  readonly repeat: Recurrence | Refusal | undefined;
}

/**
 * A change of such an entry as its row has it: with all that the file says and the rows do not know yet, so that a row
 * is a whole picture and tells the rule its due time comes from. But for the prompt: that is the file's to keep, and
 * may be longer than a row.
 */
export function changeOf(change: Change, state: OfFile, definition: Definition, now: Instant): Change {
  const rows = state.rowFields();
  const skipped = skippedWhileOff(rows, definition, state.repeat, now);
  const laid = layOver(rows, definition);
  const payload = withoutPrompt(memberOf(laid, 'payload'));
  const set: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(rows), ...Object.keys(laid)])) {
    const value = name === 'payload' ? payload : memberOf(laid, name);
    if (JSON.stringify(value) !== JSON.stringify(memberOf(rows, name))) {
      set[name] = value;
    }
  }
  return {
    ...change,
    set: { ...set, ...change.set },
    carry: { ...change.carry, payload },
    ...(skipped && { also: [...(change.also ?? []), skipped] }),
  };
}

const IN_THE_FILE: ReadonlySet<string> = new Set(['prompt', 'state']);

const withoutPrompt = (payload: unknown): unknown =>
  Object.fromEntries(Object.entries((payload ?? {}) as Fields).filter(([name]) => !IN_THE_FILE.has(name)));
