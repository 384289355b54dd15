import * as vscode from 'vscode';
import { askEntry } from '../ask/askEntry.ts';
import { toEntryRow, type EntryRow } from '../tree/entryRow.ts';
import { runListCommand } from '../tree/listCommand.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import type { EntryPages } from './entryPages.ts';

/** How long after a click another one on the same row makes two of them, in ms. */
const DOUBLE = 500;

/** The row that was clicked last. */
let clicked: { readonly id: string; readonly at: number } | undefined;

/** What the pages of entries are opened from. */
interface Opening {
  readonly pages: EntryPages;
  readonly tree: ScheduleTree;
}

/**
 * Shows the page of an entry: of the one that a command was called on, of the focused row (`focused`), else of the one
 * that the person picks. A row that is clicked is only selected; a second click opens it.
 */
export async function showEntry(
  { model }: Pick<EditorServices, 'model'>,
  { pages, tree }: Opening,
  given: unknown,
): Promise<void> {
  if (given === 'focused') {
    const row = await focusedRow(tree);
    if (row) {
      pages.show(row);
    }
    return;
  }
  const named = toEntryRow(given);
  if (named && isClick(given) && !isSecondClick(named)) {
    return;
  }
  const row = named ?? (await askEntry('show', model));
  if (row) {
    pages.show(row);
  }
}

/**
 * The entry whose row has the focus. The editor tells only what is selected, so the focused row is selected first,
 * which also opens a row that is no entry.
 */
async function focusedRow(tree: ScheduleTree): Promise<EntryRow | undefined> {
  await runListCommand('list.select');
  return toEntryRow(tree.selection[0]);
}

const isClick = (given: unknown): boolean => (given as { readonly isClick?: unknown }).isClick === true;

/** The editor tells of a double click as of two clicks, or of one where the person has lists open by a double click. */
function isSecondClick({ state, schedule }: EntryRow): boolean {
  const id = `${schedule.folder.uri} ${state.id}`;
  const now = Date.now();
  const isSecond = clicked?.id === id && now - clicked.at < DOUBLE;
  clicked = isSecond ? undefined : { id, at: now };
  return isSecond || vscode.workspace.getConfiguration('workbench.list').get('openMode') === 'doubleClick';
}
