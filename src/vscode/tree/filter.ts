import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { matcherOf } from '../../render/view/match.ts';
import type { ScheduleTree } from './scheduleTree.ts';

/** Asks for words and shows only the entries they are in, while they are typed. Escape brings back what was shown. */
export function filterTree(tree: ScheduleTree): Promise<void> {
  const before = tree.filter;
  const box = vscode.window.createInputBox();
  box.title = 'Defer: Filter';
  box.prompt = 'Words of the title, prompt, agent or tags; also #tag and @agent. Leave empty to show all.';
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

function narrow(tree: ScheduleTree, value: string): void {
  const text = value.trim();
  const fits = matcherOf(text);
  tree.narrow(text, text === '' ? undefined : state => fits(toEntry(state)));
  void vscode.commands.executeCommand('setContext', 'defer.filtered', text !== '');
}
