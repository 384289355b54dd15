import { compareTexts } from '../../basics/compareTexts.ts';
import { isTombstone, toEntry } from '../../entry/entry.ts';
import type { EntryState } from '../../fold/entryState.ts';
import { memberOf, recordIn, textIn } from '../../rows/fieldValues.ts';
import type { Digest } from '../../rows/row.ts';
import type { Schedule } from '../../fold/schedule.ts';
import type { ImportedEntry } from './imported.ts';
import { createdAt } from './states.ts';

/** An imported entry with the id that it has here; none where every id that it could have is another's. */
export interface Named {
  readonly entry: ImportedEntry;
  readonly id: string | undefined;
}

/**
 * Gives every entry an id of its own, the same in each import, whatever else is imported along with it and in whatever
 * order. What is there already keeps its id. Of tasks that share one the earliest gets it, and the others a digest of
 * what tells them apart.
 */
export function giveIds(entries: readonly ImportedEntry[], schedule: Schedule, digest: Digest): readonly Named[] {
  const given = new Map<ImportedEntry, string>();
  const taken = new Set<string>();
  const claims = entries.map(entry => ({ entry, ids: [...ownIds(entry, digest)] }));
  const ordered = [...claims].sort((a, b) => compareTexts(orderOf(a.entry), orderOf(b.entry)));
  type Fits = (there: EntryState | undefined, entry: ImportedEntry) => boolean;
  const claim = (idsOf: (claimed: (typeof claims)[number]) => readonly string[], fits: Fits): void => {
    for (const one of ordered) {
      const isFree = (id: string): boolean => !taken.has(id) && fits(schedule.get(id), one.entry);
      const id = given.has(one.entry) ? undefined : idsOf(one).find(isFree);
      if (id !== undefined) {
        given.set(one.entry, id);
        taken.add(id);
      }
    }
  };
  const known = (one: (typeof claims)[number]): readonly string[] => [
    // What says the most of a task comes first.
    ...[...one.ids].reverse(),
    one.entry.id,
  ];
  claim(known, (there, entry) => isFrom(there, entry) && digestIn(there) === entry.digest);
  claim(known, (there, entry) => isFrom(there, entry) && !isAnother(there, entry));
  // An entry that was archived since no longer says where it came from.
  claim(known, there => there !== undefined && isTombstone(toEntry(there)));
  claim(
    one => [one.entry.id],
    (there, entry) => there !== undefined && !isFrom(there, entry),
  );
  claim(
    one => [one.entry.id, ...one.ids],
    there => there === undefined,
  );
  return entries.map(entry => ({ entry, id: given.get(entry) }));
}

/** The ids of an entry whose own is another task's: what says least of it comes first, what tells all comes last. */
function ownIds(entry: ImportedEntry, digest: Digest): ReadonlySet<string> {
  const { id, task, fields } = entry;
  const made = `${id} ${createdAt(entry)}`;
  const words = task ? [made, `${made} ${task.work}`, `${made} ${task.work} ${task.runAt ?? ''}`] : [made];
  return new Set(words.map(text => `${textIn(recordIn(fields, 'imported'), 'from')}-${digest(text)}`));
}

const orderOf = (entry: ImportedEntry): string =>
  [createdAt(entry), entry.task?.work ?? '', entry.task?.runAt ?? ''].join(' ');

/** Whether an entry that is there came from the system of another. */
function isFrom(there: EntryState | undefined, { fields }: ImportedEntry): there is EntryState {
  const from = there && memberOf(recordIn(there.fields(), 'imported'), 'from');
  return from !== undefined && from === memberOf(recordIn(fields, 'imported'), 'from');
}

const digestIn = (there: EntryState): unknown => memberOf(recordIn(there.fields(), 'imported'), 'digest');

/**
 * Whether an entry that is there is another task than the one of its id that is imported: it was made at another
 * moment, or differs in all that it says and when. One of these alone a person may have changed here.
 */
function isAnother(there: EntryState, { fields, task }: ImportedEntry): boolean {
  if (!task) {
    return false;
  }
  const own = there.fields();
  const wordsOf = (of: typeof fields): readonly unknown[] => {
    const payload = recordIn(of, 'payload');
    const message = memberOf(payload, 'message');
    return [message, memberOf(payload, 'prompt') ?? message];
  };
  const [here, source] = [wordsOf(own), wordsOf(fields)];
  const due = memberOf(fields, 'due_at');
  const isDueAsHere = [memberOf(own, 'due_at'), memberOf(own, 'original_due_at')].includes(due);
  return (
    createdAt({ fields: own }) !== createdAt({ fields }) ||
    (here.every((words, index) => words !== source[index]) && !isDueAsHere)
  );
}
