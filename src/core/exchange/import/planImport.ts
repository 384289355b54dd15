import * as l10n from '@vscode/l10n';
import type { Change, Writer } from '../../rows/change.ts';
import { isTombstone, toEntry } from '../../entry/entry.ts';
import { readBack } from '../../fold/readBack.ts';
import type { EntryState } from '../../fold/entryState.ts';
import { memberOf, recordIn, textIn } from '../../rows/fieldValues.ts';
import { isTooLong, MAX_LINE_BYTES } from '../../rows/row.ts';
import type { Schedule } from '../../fold/schedule.ts';
import { toIso } from '../../basics/time.ts';
import { giveIds } from './giveIds.ts';
import type { ImportedEntry, ImportNote } from './imported.ts';
import { isWithdrawn, rowsAgain } from './withdrawn.ts';

/** An entry that an import adds. */
export interface AddedEntry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  /** ISO text in UTC, or null. */
  readonly due_at: string | null;
  readonly file: string;
}

/** What an import writes to a schedule, and what happens to each entry. */
export interface ImportPlan {
  readonly rows: readonly string[];
  readonly added: readonly AddedEntry[];
  /** Ids that are there, and of which the source says what it said then. */
  readonly already: readonly string[];
  /** What the source says otherwise by now; nothing is written over. */
  readonly changed: readonly ImportNote[];
  /** Which tasks got an id of their own, for sharing one. */
  readonly notes: readonly ImportNote[];
  /** What could not be added. */
  readonly problems: readonly ImportNote[];
}

/**
 * Adds to a schedule, in rows of `writer`, the entries that it does not have, or that were withdrawn. What it has stays
 * as it is.
 */
export function planImport(entries: readonly ImportedEntry[], schedule: Schedule, writer: Writer): ImportPlan {
  const rows: string[] = [];
  const added: AddedEntry[] = [];
  const already: string[] = [];
  const changed: ImportNote[] = [];
  const notes: ImportNote[] = [];
  const problems: ImportNote[] = [];
  for (const { entry, id } of giveIds(entries, schedule, writer.digest)) {
    const { file, line } = entry;
    const where = { file, ...(line !== undefined && { line }), id: entry.id };
    if (id === undefined) {
      problems.push({ ...where, text: l10n.t('No free id was found for it, so it was left out.'), problem: true });
      continue;
    }
    if (id !== entry.id) {
      notes.push({ ...where, text: l10n.t('Another task has the same id, so it gets the id {0} here.', id) });
    }
    const there = schedule.get(id);
    const word = there && standing(there, entry);
    if (word === 'already') {
      already.push(id);
      continue;
    }
    if (word === 'changed') {
      const text = l10n.t('It was changed there after it was imported. Here it stays as it is.');
      changed.push({ ...where, id, text });
      continue;
    }
    if (word === 'another') {
      problems.push({ ...where, text: l10n.t('Another entry here has this id, so it was left out.'), problem: true });
      continue;
    }
    const changes = changesFor(id === entry.id ? entry : renamed(entry, id), writer);
    const made = readBack(id, changes, writer);
    const written = made && there ? rowsAgain(id, there, changes, writer) : made?.rows;
    if (!made || !written || written.some(isTooLong)) {
      const text = l10n.t('It is longer than {0} KiB or nested too deep, so it was left out.', MAX_LINE_BYTES / 1024);
      problems.push({ ...where, text, problem: true });
      continue;
    }
    for (const row of written) {
      rows.push(row);
    }
    const { title, status, dueAt } = toEntry(made.state);
    added.push({ id, title, status, due_at: dueAt === undefined ? null : toIso(dueAt), file });
  }
  return { rows, added, already, changed, notes, problems };
}

/** An entry under an id of its own; the one that it has at its source is kept beside it. */
function renamed(entry: ImportedEntry, id: string): ImportedEntry {
  const { fields, given } = entry;
  const imported = { ...recordIn(fields, 'imported'), ...(given !== undefined && { id: given }) };
  return { ...entry, id, fields: { ...fields, imported } };
}

type Standing = 'already' | 'changed' | 'another' | 'withdrawn';

function standing(there: EntryState, { digest, fields }: ImportedEntry): Standing {
  const imported = recordIn(there.fields(), 'imported');
  if (memberOf(imported, 'from') === textIn(recordIn(fields, 'imported'), 'from')) {
    if (isWithdrawn(there)) {
      return 'withdrawn';
    }
    return memberOf(imported, 'digest') === digest ? 'already' : 'changed';
  }
  // An entry that was archived since no longer says where it came from.
  return isTombstone(toEntry(there)) ? 'already' : 'another';
}

/** What its rows say: all its fields, and its run events, one a row. */
const changesFor = ({ fields, runs }: ImportedEntry, { now }: Writer): readonly Omit<Change, 'also'>[] => {
  const [first, ...others] = runs;
  return [
    { set: { ...fields, updated_at: toIso(now) }, ...(first && { run: first }) },
    ...others.map(run => ({ set: {}, run })),
  ];
};
