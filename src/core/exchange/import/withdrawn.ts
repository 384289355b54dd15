import type { Change, Writer } from '../../rows/change.ts';
import { encodeRows } from '../../rows/encode.ts';
import type { EntryState } from '../../fold/entryState.ts';
import { memberOf, recordIn } from '../../rows/fieldValues.ts';
import { toIso, type Instant } from '../../basics/time.ts';

/** Whether an entry is as an import at a moment wrote it: whoever changes one says when. */
export function isAsImported(state: EntryState, at: Instant): boolean {
  const fields = state.fields();
  return (
    state.createdBy?.startsWith('import:') === true && !state.isNewer && memberOf(fields, 'updated_at') === toIso(at)
  );
}

/** Cancels an entry whose import is undone, and marks it, so that another import brings it back. */
export function withdrawal(state: EntryState, now: Instant): Change {
  const at = toIso(now);
  const imported = { ...recordIn(state.fields(), 'imported'), withdrawn: at };
  return { set: { status: 'cancelled', imported, updated_at: at } };
}

/** Whether an entry was withdrawn when its import was undone, and nobody has done anything to it since. */
export function isWithdrawn(state: EntryState): boolean {
  const fields = state.fields();
  const at = memberOf(recordIn(fields, 'imported'), 'withdrawn');
  return !state.isOpen && at !== undefined && memberOf(fields, 'updated_at') === at;
}

/** The rows that bring an entry back that was withdrawn: it is what a new one would be, and no more. */
export function rowsAgain(
  id: string,
  there: EntryState,
  [first, ...others]: readonly Omit<Change, 'also'>[],
  writer: Writer,
): readonly string[] {
  const gone = Object.keys(there.fields()).map(name => [name, undefined] as const);
  const also = others.flatMap(({ run }) => (run ? [run] : []));
  const change: Change = {
    ...first,
    set: { ...Object.fromEntries(gone), ...first?.set },
    ...(also.length > 0 && { also }),
  };
  return encodeRows(id, there, change, writer);
}
