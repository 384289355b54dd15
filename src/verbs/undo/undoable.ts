import { isTombstone, toEntry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { memberOf } from '../../core/rows/fieldValues.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { NotedAct, NotedChange, UndoJournal } from '../../store/undoJournal.ts';

/** Where acts are undone, and what they were. */
interface Undoing {
  readonly ledgers: readonly Ledger[];
  readonly undo: UndoJournal;
}

/** An act, and the schedule that it changed. */
export interface Undoable {
  readonly ledger: Ledger;
  readonly act: NotedAct;
}

/**
 * What was done last in any of the schedules, with all that was done along with it, there or in another. What was done
 * to an entry that is archived now is passed over.
 */
export async function lastActs({ ledgers, undo }: Undoing): Promise<readonly Undoable[]> {
  const noted = await Promise.all(
    ledgers.map(async ledger => {
      const acts = await undo.last(ledger.folder);
      return acts.filter(act => !isArchived(ledger, act)).map(act => ({ ledger, act }));
    }),
  );
  const [newest] = noted.flatMap(([first]) => (first ? [first] : [])).sort((one, other) => other.act.at - one.act.at);
  if (!newest) {
    return [];
  }
  const { batch } = newest.act;
  return batch === undefined ? [newest] : noted.flat().filter(({ act }) => act.batch === batch);
}

function isArchived({ schedule }: Ledger, act: NotedAct): boolean {
  const state = 'id' in act ? schedule.get(act.id) : undefined;
  return state !== undefined && isTombstone(toEntry(state));
}

/** Whether an entry is still as an act left it. */
export function isAsLeft(state: EntryState, act: NotedChange): boolean {
  const fields = state.fields();
  return (
    !state.isNewer &&
    (act.enabled === undefined || state.definition?.enabled === !act.enabled) &&
    Object.entries(act.after).every(
      ([name, value]) => JSON.stringify(memberOf(fields, name) ?? null) === JSON.stringify(value),
    )
  );
}

/**
 * Whether `undo` would find something to do, or to say: why an archive is not undone, and how one gets it back. A
 * closed entry that was not read counts as unchanged; one that is gone from the file cannot be undone.
 */
export async function canUndo(undoing: Undoing): Promise<boolean> {
  const [first] = await lastActs(undoing);
  if (first?.act.kind !== 'change') {
    return first !== undefined;
  }
  const { ledger, act } = first;
  const state = ledger.schedule.get(act.id);
  return state ? isAsLeft(state, act) : ledger.mayLack(act.id);
}
