import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toEntry } from '../../core/entry/entry.ts';
import { printable } from '../../render/text/clean.ts';
import { SCHEDULE_FILE } from '../../store/disk/place.ts';
import { askEntry } from '../ask/askEntry.ts';
import { showDone, showRefusal } from '../say/notices.ts';
import { toEntryRow, type EntryRow, type ProblemRow } from '../tree/entryRow.ts';
import { scheduleName } from '../model/scheduleName.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';

/** Puts an entry's prompt on the clipboard, whole, without what could hide in it. */
export async function copyPrompt(model: ScheduleModel, given: unknown): Promise<void> {
  const row = toEntryRow(given) ?? (await askEntry('prompt', model));
  const prompt = row && toEntry(row.state).prompt;
  if (row && prompt === undefined) {
    showRefusal(l10n.t('This entry has no prompt.'));
  } else if (prompt !== undefined) {
    await vscode.env.clipboard.writeText(printable(prompt));
    showDone(l10n.t('The prompt is on the clipboard.'));
  }
}

/** Opens the file at what says an entry, its last row or its schedule file, or at a line with a problem. */
export async function openLine(model: ScheduleModel, given: unknown): Promise<void> {
  const problem = given as Partial<ProblemRow> | undefined;
  if (problem?.kind === 'problem' && problem.problem && problem.schedule) {
    return openAt(problem.schedule, problem.problem.line, problem.problem.file);
  }
  const row: EntryRow | undefined = toEntryRow(given) ?? (await askEntry('line', model));
  const definition = row?.state.definition;
  return row && openAt(row.schedule, definition?.line ?? row.state.line, definition?.file);
}

/** Opens the schedule file; of several folders, one that has one, or the one a person picks. */
export async function openScheduleFile(model: ScheduleModel): Promise<void> {
  const there = model.schedules.filter(({ folder }) => existsSync(join(folder.uri.fsPath, SCHEDULE_FILE)));
  const [only] = there;
  if (!only) {
    showRefusal(l10n.t('There is no schedule file yet. Schedule something first.'));
    return;
  }
  const names = there.map(schedule => ({ label: scheduleName(schedule), schedule }));
  const chosen =
    names.length === 1 ? names[0] : await vscode.window.showQuickPick(names, { placeHolder: l10n.t('Which folder?') });
  if (chosen) {
    await openAt(chosen.schedule, 0);
  }
}

/** `file`: from the folder on; the schedule itself where it is not given. */
async function openAt({ folder }: FolderSchedule, line: number, file = SCHEDULE_FILE): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, file));
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(document, { preview: true, selection: new vscode.Range(at, at) });
}
