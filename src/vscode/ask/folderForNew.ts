import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sfPlace } from '../../store/disk/sfPlace.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';

type Model = Pick<ScheduleModel, 'schedules' | 'projects'>;

/** The schedule that belongs to no folder. */
export const globalOf = ({ schedules }: Pick<Model, 'schedules'>): FolderSchedule | undefined => schedules.at(-1);

/**
 * The schedule of a folder of the window. `ScheduleModel` shows a schedule that two folders share as that of the first
 * one. Undefined where there is none.
 */
export function scheduleOf(
  schedules: readonly FolderSchedule[],
  folder: string | undefined,
): FolderSchedule | undefined {
  if (folder === undefined) {
    return undefined;
  }
  const place = sfPlace(folder);
  return (
    schedules.find(({ ledger }) => ledger.folder === folder) ??
    schedules.find(({ ledger }) => sfPlace(ledger.folder) === place)
  );
}

/**
 * The folder a new entry goes to: that of the open file, else the only one, else the one a person picks. Where no
 * folder is open it is the home folder, with the global schedule.
 */
export async function folderForNew(
  model: Model,
  near: vscode.WorkspaceFolder | undefined,
): Promise<FolderSchedule | undefined> {
  const { projects } = model;
  if (projects.length === 0) {
    return globalOf(model);
  }
  const only = projects.length === 1 ? projects[0] : scheduleOf(projects, near?.uri.fsPath);
  if (only) {
    return only;
  }
  const picked = await vscode.window.showWorkspaceFolderPick({
    placeHolder: l10n.t('Which folder does it belong to?'),
  });
  return scheduleOf(projects, picked?.uri.fsPath);
}
