import type { EntryState } from '../fold/entryState.ts';
import { countIn, recordIn, textIn, textsIn, timeIn } from '../rows/fieldValues.ts';
import type { Repeat } from '../repeat/repeat.ts';
import type { Refusal } from '../basics/refusal.ts';
import type { Fields } from '../rows/row.ts';
import type { Instant } from '../basics/time.ts';
import { isKnownStatus } from '../rows/entryStatus.ts';
import type { Observation, Waits } from './waitsFor.ts';
import { orNone, type Times } from './times.ts';
import { WORK_PLACES, type WorkPlace } from '../rows/workPlace.ts';

export type Mode = 'fresh' | 'callback';
export type Priority = 'low' | 'medium' | 'high';

/**
 * One entry as its rows gave it, with every field read into its type; it stays as it is when more rows arrive. Texts
 * come from the file: clean them before they are shown.
 */
export interface Entry extends Times {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** Also `snoozed`, which the file only implies (open, with a slot of its own before its due time). */
  readonly status: string;
  readonly isOpen: boolean;
  /** Its due time, paused or not; of one that waits for an event as `due`. */
  readonly dueAt: Instant | undefined;
  readonly originalDueAt: Instant | undefined;
  /**
   * The slot of its rule that a repeat stands for, wherever it was moved to (FORMAT.md, "The slot"), ms UTC, or NEVER;
   * of every other entry `lateFrom`.
   */
  readonly slot: number;
  /** Its repeat, or why that cannot be read; such an entry is shown and never moved. */
  readonly repeat: Repeat | Refusal | undefined;
  /** What it waits for, or why that cannot be read. */
  readonly waits?: Waits | Refusal;
  /** What the last look brought of it. */
  readonly observation?: Observation;
  readonly createdAt: Instant | undefined;
  readonly updatedAt: Instant | undefined;
  /** When a person last dealt with it after it had failed. */
  readonly lookedAt: Instant | undefined;
  readonly createdBy: string | undefined;
  readonly message: string | undefined;
  readonly summary: string | undefined;
  readonly prompt: string | undefined;
  readonly keyPoints: readonly string[];
  readonly artifacts: readonly string[];
  readonly constraints: readonly string[];
  readonly tags: readonly string[];
  /** The argument vector of a `command` entry. */
  readonly command: readonly string[];
  readonly agent: string | undefined;
  readonly mode: Mode;
  readonly session: string | undefined;
  readonly cwd: string | undefined;
  /** Where its runs work (`in`), where it says so. */
  readonly place?: WorkPlace;
  readonly priority: Priority | undefined;
  readonly attempts: number;
  readonly maxRetries: number;
  readonly lastError: string | undefined;
  readonly reason: string | undefined;
  /** What a person or an agent noted of it last. */
  readonly note: string | undefined;
  /** Written by a newer version of Defer: shown, not acted on. */
  readonly newer: boolean;
  /** The file that defines it, from the schedule's folder on; absent for an entry of rows alone. */
  readonly file?: string;
  /** Whether its file is gone and its rows are history. */
  readonly gone?: true;
  /** The line of its last row, counted from 1. */
  readonly line: number;
  /** The fields as the file has them. */
  readonly fields: Fields;
}

/** Reads an entry's fields. Members of the wrong type count as absent. */
export function toEntry(state: EntryState): Entry {
  const fields = state.fields();
  const payload = recordIn(fields, 'payload');
  const text = (name: string): string | undefined => textIn(payload, name);
  const originalDueAt = timeIn(fields, 'original_due_at');
  const { waits } = state;
  const place = WORK_PLACES.find(one => one === text('in'));
  return {
    id: state.id,
    title: titleOf(fields, payload) ?? state.id,
    kind: textIn(fields, 'kind') ?? (text('prompt') || text('agent') ? 'prompt' : 'reminder'),
    status: statusOf(state.status, originalDueAt),
    isOpen: state.isOpen,
    dueAt: waits !== undefined && state.isOpen ? orNone(state.due) : timeIn(fields, 'due_at'),
    originalDueAt,
    due: state.due,
    lateFrom: state.lateFrom,
    slot: state.slot,
    expires: state.expires,
    isPaused: state.isPaused,
    isWaiting: state.isWaiting,
    repeat: state.repeat,
    ...(waits !== undefined && { waits }),
    ...(state.observation && { observation: state.observation }),
    createdAt: timeIn(fields, 'created_at'),
    updatedAt: timeIn(fields, 'updated_at'),
    lookedAt: timeIn(fields, 'looked_at'),
    createdBy: textIn(fields, 'created_by'),
    message: text('message'),
    summary: text('summary') ?? textIn(recordIn(fields, 'context'), 'summary'),
    prompt: text('prompt'),
    keyPoints: textsIn(payload, 'key_points'),
    artifacts: textsIn(payload, 'artifacts'),
    constraints: textsIn(payload, 'constraints'),
    tags: textsIn(payload, 'tags'),
    command: textsIn(payload, 'command'),
    agent: text('agent'),
    mode: text('mode') === 'callback' ? 'callback' : 'fresh',
    session: text('session'),
    cwd: text('cwd'),
    ...(place && { place }),
    priority: priorityOf(text('priority')),
    attempts: countIn(fields, 'attempts'),
    maxRetries: countIn(fields, 'max_retries'),
    lastError: textIn(fields, 'last_error'),
    reason: textIn(fields, 'reason'),
    note: textIn(fields, 'note'),
    newer: state.isNewer,
    ...(state.definition && { file: state.definition.file }),
    ...(state.isGone && { gone: true }),
    line: state.line,
    fields,
  };
}

/**
 * Whether only the fact that an entry was closed is left of it (FORMAT.md, "Archiving"), or only the rows of a schedule
 * file that was deleted; such a one is not listed.
 */
export const isTombstone = (entry: Entry): boolean =>
  entry.gone === true ||
  (!entry.isOpen && Object.keys(entry.fields).every(name => name === 'status' || name === 'due_at'));

/** What becomes of an occurrence that falls due while a run of its entry goes on: it is left out, or waits its turn. */
export type Overlap = 'skip' | 'queue';

/** What an entry says of runs that overlap; absent, or anything else, is `skip`. */
export const overlapOf = ({ fields }: Entry): Overlap => (textIn(fields, 'overlap') === 'queue' ? 'queue' : 'skip');

function statusOf(status: string, originalDueAt: Instant | undefined): string {
  if (status !== 'pending' && status !== 'snoozed') {
    return status;
  }
  return originalDueAt === undefined ? 'pending' : 'snoozed';
}

/** Whether Defer knows what to do with an entry of this status (FORMAT.md: unknown ones are shown and never run). */
export const hasKnownStatus = (entry: Entry): boolean => isKnownStatus(entry.status);

function titleOf(fields: Fields, payload: Fields): string | undefined {
  return (
    textIn(payload, 'message') ??
    textIn(payload, 'title') ??
    textIn(payload, 'text') ??
    textIn(fields, 'title') ??
    textIn(fields, 'message') ??
    textIn(fields, 'summary') ??
    textIn(recordIn(fields, 'context'), 'summary')
  );
}

const priorityOf = (value: string | undefined): Priority | undefined =>
  value === 'low' || value === 'medium' || value === 'high' ? value : undefined;
