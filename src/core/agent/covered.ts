import type { Entry } from '../entry/entry.ts';
import { NEVER } from '../entry/times.ts';
import { memberOf, recordIn } from '../rows/fieldValues.ts';
import { heartbeatStateOf, heartbeatTimesOf } from '../files/heartbeat.ts';
import { isRefusal } from '../basics/refusal.ts';
import type { Fields } from '../rows/row.ts';
import { instant, toIso } from '../basics/time.ts';

/** Fields that change as an entry lives on, so that an approval cannot cover them. */
const LIVELY: ReadonlySet<string> = new Set([
  ...['status', 'due_at', 'run_at', 'original_due_at', 'updated_at', 'looked_at', 'attempts', 'last_error', 'reason'],
  ...['slot', 'waits_for', 'started_at', 'last_attempt_at', 'opened_at'],
]);

/** Members of `waits_for` that say what is waited for; the others follow how things stand. */
const WAITED_FOR = ['file', 'after', 'merged', 'into', 'exits', 'host'] as const;

/** The fields of an entry that an approval covers where its agent reads the fields themselves (an executor). */
export function coveredFields(entry: Entry): Fields {
  const covered = Object.fromEntries(Object.entries(entry.fields).filter(([name]) => !LIVELY.has(name)));
  if (heartbeatStateOf(entry) === undefined) {
    return covered;
  }
  const payload = Object.entries(recordIn(covered, 'payload')).filter(([name]) => name !== 'state');
  return { ...covered, payload: Object.fromEntries(payload) };
}

/** The part of `waits_for` that an approval covers; undefined where it waits for nothing that can be read. */
export function coveredWait({ fields, waits }: Entry): Fields | undefined {
  if (waits === undefined || isRefusal(waits)) {
    return undefined;
  }
  const said = recordIn(fields, 'waits_for');
  return Object.fromEntries(WAITED_FOR.map(name => [name, memberOf(said, name) ?? null]));
}

/**
 * By what rule it comes again, as an approval covers it: with the moment that its grid or its count begins at, where
 * the field does not say it itself. Undefined where it does not repeat.
 */
export function coveredRepeat({ fields }: Entry): Fields | undefined {
  if (memberOf(fields, 'repeat') === undefined) {
    return undefined;
  }
  const repeat = recordIn(fields, 'repeat');
  const isThere = (name: string): boolean => (memberOf(repeat, name) ?? null) !== null;
  const anchor = memberOf(fields, 'created_at') ?? null;
  return !isThere('anchor') && (isThere('every') || isThere('count')) ? { ...repeat, anchor } : repeat;
}

/**
 * An entry as an executor may read it that nobody watches (docs/security.md, rule 8): the fields that an approval
 * covers, and of the others only times, written by us. No text of the file that could have changed since the approval
 * is in it.
 */
export function coveredEntry(entry: Entry): Entry {
  const covered = coveredFields(entry);
  const [wait, state] = [coveredWait(entry), heartbeatTimesOf(entry)];
  const fields: Fields = {
    ...covered,
    ...(entry.dueAt !== undefined && { due_at: toIso(entry.dueAt) }),
    ...(entry.originalDueAt !== undefined && { original_due_at: toIso(entry.originalDueAt) }),
    ...(entry.slot !== NEVER && memberOf(entry.fields, 'slot') !== undefined && { slot: toIso(instant(entry.slot)) }),
    ...(wait && { waits_for: wait }),
    ...(state !== undefined && { payload: { ...recordIn(covered, 'payload'), state } }),
  };
  return { ...entry, fields };
}
