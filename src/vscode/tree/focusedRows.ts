import type { EntryRow, Row } from './entryRow.ts';
import { runListCommand } from './listCommand.ts';

/** A tree, as far as the editor tells of it. */
interface Tree {
  /** The rows that are selected. */
  readonly selection: readonly Row[];
}

/**
 * The entries that a key is for: all that are selected where the row with the focus is one of them, else that row
 * alone, as in the editor's own explorer; none where that row is no entry. The arrow keys move the focus and select
 * nothing, and the editor tells extensions only what is selected. So the row with the focus is put into the selection,
 * or taken out, and back again.
 */
export async function focusedRows(tree: Tree): Promise<readonly EntryRow[]> {
  const before = tree.selection;
  await runListCommand('list.toggleSelection');
  const after = tree.selection;
  await runListCommand('list.toggleSelection');
  const known = new Set(before.filter(isEntry).map(keyOf));
  return after.length > before.length
    ? after.filter(isEntry).filter(row => !known.has(keyOf(row)))
    : before.filter(isEntry);
}

const isEntry = (row: Row): row is EntryRow => row.kind === 'entry';

/** Tells a row from others, also when the tree is drawn anew in between. */
const keyOf = ({ state, schedule, under = '' }: EntryRow): string => `${under} ${schedule.folder.uri} ${state.id}`;
