import type { Change } from './encode.ts';
import type { Fields } from './row.ts';
import { fromIso, toIso, type Instant } from './time.ts';
import { isClosed, toStatus } from './status.ts';

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
 * What the rows of an entry and its file come to. While the rule is the one its rows know, their due time holds. A
 * rule that is new, or was changed or switched on since, begins afresh: due at its first slot after the last change of
 * the file or the last row, whichever is later; an ended entry is open again.
 */
export function layOver(rows: Fields, definition: Definition): Fields {
  const laid: Record<string, unknown> = Object.assign(Object.create(null), rows, definition.fields);
  if (sameRule(memberOf(rows, 'repeat'), memberOf(definition.fields, 'repeat'))) {
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
const AFRESH = ['due_at', 'original_due_at', 'attempts', 'last_error', 'reason'] as const;

/** Members of a `repeat` that say when its slots are. */
const RULE = ['cron', 'every', 'tz', 'anchor', 'until', 'count', 'enabled'] as const;

function sameRule(one: unknown, other: unknown): boolean {
  const ruleOf = (value: unknown): string | undefined =>
    typeof value === 'object' && value !== null
      ? JSON.stringify(RULE.map(name => memberOf(value as Fields, name)))
      : undefined;
  return ruleOf(one) === ruleOf(other);
}

function lastChange(rows: Fields, { since }: Definition): Instant {
  const updated = memberOf(rows, 'updated_at');
  const at = typeof updated === 'string' ? fromIso(updated)?.at : undefined;
  return at !== undefined && at > since ? at : since;
}

/**
 * A change of such an entry as its row has it: with all that the file says and the rows do not know yet, so that a row
 * is a whole picture and tells the rule its due time comes from. But for the prompt: that is the file's to keep, and
 * may be longer than a row.
 */
export function changeOf(change: Change, rows: Fields, definition: Definition): Change {
  const laid = layOver(rows, definition);
  const payload = withoutPrompt(memberOf(laid, 'payload'));
  const set: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(rows), ...Object.keys(laid)])) {
    const value = name === 'payload' ? payload : memberOf(laid, name);
    if (JSON.stringify(value) !== JSON.stringify(memberOf(rows, name))) {
      set[name] = value;
    }
  }
  return { ...change, set: { ...set, ...change.set }, carry: { ...change.carry, payload } };
}

const IN_THE_FILE: ReadonlySet<string> = new Set(['prompt', 'state']);

const withoutPrompt = (payload: unknown): unknown =>
  Object.fromEntries(Object.entries((payload ?? {}) as Fields).filter(([name]) => !IN_THE_FILE.has(name)));

const memberOf = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);
