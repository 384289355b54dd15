import { memberOf, timeIn, isRecord } from '../rows/fieldValues.ts';
import type { Fields } from '../rows/row.ts';
import { dueOnceResumed, type Occurrence } from '../entry/slot.ts';
import { isOff } from '../entry/times.ts';
import { isClosed, toStatus } from '../rows/entryStatus.ts';
import { toIso, type Instant } from '../basics/time.ts';

/**
 * An entry that a file defines (docs/time.md, "Schedule files"). Its rows hold what became of it: due time, status, run
 * events. What the file says goes before what rows say of the same field.
 */
export interface Definition {
  readonly id: string;
  /** The file, from the schedule's folder on, with `/`. */
  readonly file: string;
  /** Where in the file it begins to say what it is, counted from 1. */
  readonly line: number;
  readonly enabled: boolean;
  /**
   * Whether it is a template (`*.automation.md`): proposed until a person accepts it, and paused where rows say so. The
   * file has no word for either.
   */
  readonly isTemplate?: true;
  /** Fields as a row would have them: `kind`, `payload`, `repeat`, `created_by`, … */
  readonly fields: Fields;
  /** When the file was last changed: without a row, slots count from here. */
  readonly since: Instant;
  /** The first slot after a moment, by the file's rule; `undefined` where it is over or paused. */
  readonly firstSlot: (after: Instant) => Instant | undefined;
}

/** Whether a name is that of a file of VS Code's Automations, which looks at it in small letters. */
export const isAutomationName = (file: string): boolean => /\.automation\.md$/i.test(file);

/** The id of the one entry that HEARTBEAT.md makes. */
export const HEARTBEAT_ID = 'heartbeat';

/** Whether an id is one that only files define; rows of it without its file are history (`isOfFile`). */
export const isFileId = (id: string): boolean =>
  id === HEARTBEAT_ID || id.startsWith('schedule:') || id.startsWith('automation:');

/** Whether rows were written for an entry that a file defined. */
export const isOfFile = (createdBy: unknown): boolean => typeof createdBy === 'string' && createdBy.startsWith('file:');

/**
 * What the rows of an entry and its file come to. While the rule is the one its rows know, their due time holds, paused
 * or not; switched on again it comes up as `dueOnceResumed` says, from the last change of the file or the last row on,
 * whichever is later. A rule that is new or was changed begins afresh: due at its first slot after that; an ended entry
 * is open again.
 */
export function layOver(rows: Fields, definition: Definition): Fields {
  const laid: Record<string, unknown> = Object.assign(Object.create(null), rows, definition.fields);
  const { isTemplate = false } = definition;
  const [known, said] = [memberOf(rows, 'repeat'), memberOf(definition.fields, 'repeat')];
  if (isTemplate && isRecord(said) && isOff(known)) {
    laid['repeat'] = { ...said, enabled: false };
  }
  const first = isTemplate ? 'proposed' : 'pending';
  if (sameMembers(known, said, RULE)) {
    if (!isTemplate && definition.enabled && isOff(known)) {
      resumeAt(laid, rows, definition);
    }
    if (isTemplate) {
      laid['status'] ??= first;
    }
    return laid;
  }
  for (const name of AFRESH) {
    delete laid[name];
  }
  const status = toStatus(memberOf(rows, 'status'));
  laid['status'] = isClosed(status) || status === 'failed' ? first : (memberOf(rows, 'status') ?? first);
  const slot = definition.firstSlot(lastChange(rows, definition));
  // A proposal has no time of its own: accepting it gives it one.
  if (slot !== undefined && laid['status'] !== 'proposed') {
    laid['due_at'] = toIso(slot);
  }
  return laid;
}

/** What an earlier rule left behind. */
const AFRESH = ['due_at', 'original_due_at', 'slot', 'attempts', 'last_error', 'reason'] as const;

/** Members of a `repeat` that say when its slots are. */
const RULE = ['cron', 'every', 'tz', 'anchor', 'until', 'count'] as const;

function sameMembers(one: unknown, other: unknown, names: readonly string[]): boolean {
  const membersOf = (value: unknown): string | undefined =>
    isRecord(value) ? JSON.stringify(names.map(name => memberOf(value, name))) : undefined;
  return membersOf(one) === membersOf(other);
}

/** Where the rows say that the entry stands. */
export function occurrenceIn(rows: Fields): Occurrence {
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

function lastChange(rows: Fields, { since }: Definition): Instant {
  const at = timeIn(rows, 'updated_at');
  return at !== undefined && at > since ? at : since;
}
