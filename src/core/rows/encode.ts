import type { Change, Writer } from './change.ts';
import type { EntryState } from '../fold/entryState.ts';
import { TIMES } from './fields.ts';
import { FORMAT_VERSION, type Digest } from './row.ts';
import { fromRunEvent, type RunEvent } from './runEvents.ts';
import { recordedAgain } from './undoEvents.ts';
import { DAWN, type Stamp } from './stamp.ts';
import { nextStamp } from './nextStamp.ts';
import { fromIso, toIso } from '../basics/time.ts';

/** The order in which a row's fields are written; unknown ones follow. */
const ORDER = [
  'kind',
  'status',
  'due_at',
  'original_due_at',
  'slot',
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
 * The rows of one change, to be written at once: that of `encodeChange`, and one more for each further event. Each is
 * one line of JSON without its line end.
 */
export function encodeRows(
  id: string,
  state: EntryState | undefined,
  change: Change,
  writer: Writer,
): readonly string[] {
  const picture = pictureAfter(state, change);
  const over = state?.unansweredDigests() ?? [];
  const stamp = nextStamp(writer.now, state?.seen() ?? DAWN, writer.actor);
  const names = Object.keys(change.set);
  const changed = over.length > 0 ? [...new Set([...picture.keys(), ...names])] : names;
  const earlier = state?.hasRuns ? state.recordedEvents() : [];
  const run = change.run && recordedAgain(change.run, earlier);
  const rows = [rowText(id, picture, run, stamp && { st: stamp, ch: changed, ...answered(over) }, writer)];
  let last = stamp;
  for (const event of change.also ?? []) {
    last = last && nextStamp(writer.now, { t: last[0], n: last[1], e: 0 }, writer.actor);
    rows.push(rowText(id, picture, recordedAgain(event, earlier), last && { st: last, ch: [] }, writer));
  }
  return rows;
}

/**
 * The row that changes an entry: a whole picture of it after the change, with a stamp that wins over all that
 * `state` has seen (FORMAT.md, "A row"). The first row after foreign ones answers them and sets every field.
 */
export const encodeChange = (
  id: string,
  state: EntryState | undefined,
  change: Omit<Change, 'also'>,
  writer: Writer,
): string => encodeRows(id, state, change, writer)[0] as string;

/** The fields of an entry after a change, as a row is to have them. */
function pictureAfter(state: EntryState | undefined, change: Change): ReadonlyMap<string, unknown> {
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
  return fields;
}

/** A row's own mark before it is sealed. */
interface Mark {
  readonly st: Stamp;
  readonly ch: readonly string[];
  readonly over?: readonly string[];
}

const answered = (over: readonly string[]): Pick<Mark, 'over'> => (over.length > 0 ? { over } : {});

function rowText(
  id: string,
  fields: ReadonlyMap<string, unknown>,
  run: RunEvent | undefined,
  mark: Mark | undefined,
  writer: Writer,
): string {
  const row = Object.create(null) as Record<string, unknown>;
  row['schemaVersion'] = FORMAT_VERSION;
  row['id'] = id;
  for (const name of [...ORDER, ...fields.keys()]) {
    if (fields.has(name)) {
      row[name] = fields.get(name);
    }
  }
  if (run) {
    row['run'] = fromRunEvent(run);
  }
  if (!mark) {
    // No stamp is left that could win (see nextStamp): a row without one stands after everything before it.
    return JSON.stringify(row);
  }
  row['defer'] = mark;
  return seal(JSON.stringify(row), writer.digest);
}

/** Puts the digest of a row's text into it, as its last member; the text ends with its member `defer`. */
export function seal(text: string, digest: Digest): string {
  const open = text.slice(0, -2);
  return `${open},"h":"${digest(open)}"}}`;
}
