import * as l10n from '@vscode/l10n';
import { decodeLine, type DecodedLine } from '../../rows/codec.ts';
import { isFileId, isOfFile } from '../../files/definition.ts';
import { isTombstone, toEntry } from '../../entry/entry.ts';
import type { EntryState } from '../../fold/entryState.ts';
import { fingerprint } from '../../fold/fingerprint.ts';
import { Fold } from '../../fold/fold.ts';
import { readRepeat } from '../../repeat/repeat.ts';
import type { Fields } from '../../rows/row.ts';
import { toStamp } from '../../rows/stamp.ts';
import {
  entryFrom,
  type ImportContext,
  type ImportedEntry,
  type ImportNote,
  type SourceFile,
} from '../import/imported.ts';
import { quoted } from '../import/quoted.ts';
import { isRecord, memberOf } from '../../rows/fieldValues.ts';
import { SourceRecord } from '../import/sourceRecord.ts';

/**
 * Reads the rows of a `schedule.jsonl`, by SF or by Defer, as this file's own rows are read (FORMAT.md): the latest of
 * an id wins, fields that nobody knows are kept, and a line that cannot be read is named. Run events come along.
 */
export function readSfRows(
  { file, text }: SourceFile,
  context: ImportContext,
  note: (note: ImportNote) => void,
): readonly ImportedEntry[] {
  const fold = new Fold(context.digest);
  fold.useRules(readRepeat);
  const texts = text.split('\n');
  const lines = texts.map((line, index) => decodeLine(line, index + 1, context.digest));
  fold.add(
    lines.flatMap(({ row }) => (row ? [row] : [])),
    lines.flatMap(({ problems }) => problems),
  );
  for (const { line, class: name, text: why } of fold.problems()) {
    if (name === 'newer format') {
      // Said below, of the entry.
      continue;
    }
    const value = name === 'wrong type' ? leftOutOf(texts[line - 1] ?? '', why) : undefined;
    const words = value === undefined ? why : `${why.replace(/\.$/, '')}: ${quoted(value)}`;
    note({ file, line, text: words, problem: true });
  }
  const marks = foreignMarks(lines);
  return [...fold.all()].flatMap(state => {
    const why = whyNot(state);
    if (why === undefined) {
      return [entryOf(state, marks.get(state.id), file, context, note)];
    }
    note({ file, line: state.line, id: state.id, text: why, problem: true });
    return [];
  });
}

/** The value of the member that a problem of a line names first, which was ignored. */
function leftOutOf(text: string, why: string): unknown {
  const raw = JSON.parse(text.trim() || '{}') as Fields;
  const [name = ''] = why.split(' ', 1);
  return memberOf(raw, name);
}

/** By entry, what its last row has for `defer` that Defer does not write there (FORMAT.md). */
function foreignMarks(lines: readonly DecodedLine[]): ReadonlyMap<string, unknown> {
  const marks = new Map<string, unknown>();
  for (const { row } of lines) {
    // `null` says nothing.
    const { defer: mark = null } = row && row.text.includes('"defer"') ? (JSON.parse(row.text) as Fields) : {};
    const odd = isRecord(mark)
      ? Object.fromEntries(Object.entries(mark).filter(([name, value]) => !isOwn(name, value)))
      : mark;
    if (row && odd !== null && !(isRecord(odd) && Object.keys(odd).length === 0)) {
      marks.set(row.id, odd);
    }
  }
  return marks;
}

/** Whether Defer writes such a member in `defer`: it says how rows of one file go together, and nothing in another. */
const isOwn = (name: string, value: unknown): boolean =>
  name === 'st'
    ? toStamp(value) !== undefined
    : name === 'h'
      ? typeof value === 'string'
      : (name === 'ch' || name === 'over') && Array.isArray(value);

function whyNot(state: EntryState): string | undefined {
  if (state.isNewer) {
    return l10n.t('It is of a newer format, so it was left there. Update Defer.');
  }
  if (isFileId(state.id) && isOfFile(memberOf(state.fields(), 'created_by'))) {
    return l10n.t('A file defines it, and its rows mean nothing without that file. Copy the file instead.');
  }
  return isTombstone(toEntry(state))
    ? l10n.t('It was closed and archived there, so there is nothing to import.')
    : undefined;
}

function entryOf(
  state: EntryState,
  mark: unknown,
  file: string,
  context: ImportContext,
  note: (note: ImportNote) => void,
): ImportedEntry {
  const all: Fields = state.fields();
  const fields = Object.fromEntries(Object.entries(all).filter(([name]) => !PROVENANCE.has(name)));
  // Who made it and whence it came there is told below what says the same of it here.
  const told = Object.fromEntries(Object.entries(all).filter(([name]) => PROVENANCE.has(name)));
  if (state.waits !== undefined) {
    const text = l10n.t('It waited for something in its old folder; here it waits for the same in this folder.');
    note({ file, line: state.line, id: state.id, text });
  }
  if (mark !== undefined) {
    const text = l10n.t('Its "defer" says what Defer does not know; it is kept beside the entry: {0}', quoted(mark));
    note({ file, line: state.line, id: state.id, text });
  }
  const parts = {
    ...({ system: 'sf', file, line: state.line, id: state.id, identity: state.id } as const),
    text: fingerprint(state),
    fields,
    record: new SourceRecord(mark === undefined ? told : { ...told, defer: mark }),
    runs: [...state.runEvents()].sort((a, b) => a.at - b.at),
  };
  return entryFrom(parts, context);
}

const PROVENANCE: ReadonlySet<string> = new Set(['created_by', 'imported']);
