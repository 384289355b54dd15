import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';
import { plainLabel } from '../say/notices.ts';
import { answerOf } from './answerOf.ts';
import { entryItem } from './askEntry.ts';

/** How many files and entries are offered. */
const [MOST_FILES, MOST_ENTRIES] = [2000, 500];

interface FileItem extends vscode.QuickPickItem {
  readonly path: string;
}

/** Asks for a file of a folder, or a pattern such as `out/*.json`, from that folder on. */
export function pickFile({ folder }: FolderSchedule, title: string): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<FileItem>();
  pick.title = title;
  pick.placeholder = l10n.t(
    'Which file? A path that is not there yet, or a pattern such as out/*.json, can be typed too',
  );
  pick.ignoreFocusOut = true;
  pick.busy = true;
  let files: readonly FileItem[] = [];
  const show = (): void => {
    const typed = pick.value.trim();
    const isListed = files.some(({ path }) => path.toLowerCase().includes(typed.toLowerCase()));
    pick.items = typed === '' || isListed ? files : [{ label: typed, path: typed, alwaysShow: true }];
  };
  void vscode.workspace
    .findFiles(new vscode.RelativePattern(folder, '**/*'), '**/{node_modules,.git,.sf}/**', MOST_FILES)
    .then(found => {
      files = found
        .map(uri => uri.fsPath.slice(folder.uri.fsPath.length + 1).replaceAll('\\', '/'))
        .sort()
        .map(path => ({ label: `$(file) ${plainLabel(path)}`, path }));
      pick.busy = false;
      show();
    });
  pick.onDidChangeValue(show);
  return answerOf(pick, () => pick.activeItems[0]?.path);
}

/** Asks for an open entry of a schedule, and answers with its id. */
export async function pickEntry(
  schedule: FolderSchedule,
  model: ScheduleModel,
  title: string,
): Promise<string | undefined> {
  const items = schedule.ledger.schedule.open
    .slice(0, MOST_ENTRIES)
    .map(state => entryItem({ kind: 'entry', state, schedule }, model));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('Defer: no open entries to wait for.'));
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('When which entry is done?'),
    ignoreFocusOut: true,
  });
  return chosen?.row.state.id;
}
