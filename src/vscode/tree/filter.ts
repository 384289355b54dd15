import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { matcherOf } from '../../render/view/match.ts';
import type { ScheduleTree } from './scheduleTree.ts';

/** Asks for words and shows only the entries they are in, while they are typed. Escape brings back what was shown. */
export function filterTree(tree: ScheduleTree): Promise<void> {
  const before = tree.filter;
  const box = vscode.window.createInputBox();
  box.title = l10n.t('Defer: Filter');
  box.prompt = l10n.t('Words of the title, prompt, agent or tags; also #tag and @agent. Leave empty to show all.');
  box.placeholder = 'review @claude #beta';
  box.value = before;
  let wanted = before;
  return new Promise(resolve => {
    box.onDidChangeValue(value => narrow(tree, value));
    box.onDidAccept(() => {
      wanted = box.value;
      box.hide();
    });
    box.onDidHide(() => {
      narrow(tree, wanted);
      box.dispose();
      resolve();
    });
    box.show();
  });
}

/** Shows all entries again. */
export async function clearFilter(tree: ScheduleTree): Promise<void> {
  narrow(tree, '');
}

/** Entries as they were read for the filter: every key that is pressed asks for all of them. */
const read = new WeakMap<EntryState, { readonly line: number; readonly entry: Entry }>();

/** The entry of a state, read again only where it has a newer row. */
function entryOf(state: EntryState): Entry {
  const known = read.get(state);
  if (known?.line === state.line) {
    return known.entry;
  }
  const entry = toEntry(state);
  read.set(state, { line: state.line, entry });
  return entry;
}

function narrow(tree: ScheduleTree, value: string): void {
  const text = value.trim();
  const fits = matcherOf(text);
  tree.narrow(text, text === '' ? undefined : state => fits(entryOf(state)));
  void vscode.commands.executeCommand('setContext', 'defer.filtered', text !== '');
}
