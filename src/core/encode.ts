import type { EntryState } from './entryState.ts';
import { TIMES } from './fields.ts';
import { FORMAT_VERSION, type Digest } from './row.ts';
import { fromRunEvent, type RunEvent } from './run.ts';
import { DAWN, nextStamp } from './stamp.ts';
import { fromIso, toIso, type Instant } from './time.ts';

/** What an act does to an entry: fields to set, `undefined` for those to remove, and at most one run event. */
export interface Change {
  readonly set: Readonly<Record<string, unknown>>;
  /**
   * Fields that get a new value for other tools to read, without this row laying claim to them. A snooze writes
   * `status` so, which is why a done that had not seen it still wins (FORMAT.md, "Snoozed is not a state").
   */
  readonly carry?: Readonly<Record<string, unknown>>;
  readonly run?: RunEvent;
}

/** Who writes, and when. `actor`: 6 to 32 lower-case hex digits, one per installation and process. */
export interface Writer {
  readonly now: Instant;
  readonly actor: string;
  readonly digest: Digest;
}

/** The order in which a row's fields are written; unknown ones follow. */
const ORDER = [
  'kind',
  'status',
  'due_at',
  'original_due_at',
  'expires_at',
  'repeat',
  'waits_for',
  'created_at',
  'updated_at',
  'created_by',
  'payload',
  'origin',
] as const;

/**
 * The row that changes an entry: a whole picture of it after the change, with a stamp that wins over all that
 * `state` has seen (FORMAT.md, "A row"). One line of JSON without its line end. The first row after foreign ones
 * answers them and sets every field.
 */
export function encodeChange(id: string, state: EntryState | undefined, change: Change, writer: Writer): string {
  const fields = new Map(Object.entries(state?.fields() ?? {}));
  for (const [name, value] of [...Object.entries(change.set), ...Object.entries(change.carry ?? {})]) {
    if (value === undefined) {
      fields.delete(name);
    } else {
      fields.set(name, value);
    }
  }
  if (!fields.has('due_at')) {
    // It would be read in its place, and give the entry a due time that it has not.
    fields.delete('run_at');
  }
  for (const name of TIMES) {
    const value = fields.get(name);
    const time = typeof value === 'string' ? fromIso(value) : undefined;
    if (time?.offset === false) {
      // Read as UTC; said so from now on, or the same problem would be found in every later row.
      fields.set(name, toIso(time.at));
    }
  }
  const row = Object.create(null) as Record<string, unknown>;
  row['schemaVersion'] = FORMAT_VERSION;
  row['id'] = id;
  for (const name of [...ORDER, ...fields.keys()]) {
    if (fields.has(name)) {
      row[name] = fields.get(name);
    }
  }
  if (change.run) {
    row['run'] = fromRunEvent(change.run);
  }
  const stamp = nextStamp(writer.now, state?.seen() ?? DAWN, writer.actor);
  const over = state?.unansweredDigests() ?? [];
  const changed = over.length > 0 ? new Set([...fields.keys(), ...Object.keys(change.set)]) : Object.keys(change.set);
  if (stamp) {
    row['defer'] = { st: stamp, ch: [...changed], ...(over.length > 0 && { over }) };
    return seal(JSON.stringify(row), writer.digest);
  }
  // No stamp is left that could win (see nextStamp): a row without one stands after everything before it.
  return JSON.stringify(row);
}

/** Puts the digest of a row's text into it, as its last member; the text ends with its member `defer`. */
export function seal(text: string, digest: Digest): string {
  const open = text.slice(0, -2);
  return `${open},"h":"${digest(open)}"}}`;
}
