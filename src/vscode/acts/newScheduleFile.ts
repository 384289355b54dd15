import * as vscode from 'vscode';
import { isRefusal } from '../../core/basics/refusal.ts';
import { createScheduleFile } from '../../store/files/createScheduleFile.ts';
import { SCHEDULE_FOLDER } from '../../store/files/folderFiles.ts';
import { readRule } from '../../verbs/readMoment.ts';
import { askWhen } from '../ask/askWhen.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { showRefusal, showRestricted } from '../say/notices.ts';
import { fileOptionsOf } from '../model/settings.ts';
import { folderForNew } from '../wiring/verbCommands.ts';

/** A name that is a file's on every system, and an entry's as well. */
const NAME = /^[\w][\w .-]{0,79}$/;

/** Asks for a name and a rule, makes the schedule file, and opens it where the prompt goes. */
export async function newScheduleFile({ model, hostFor }: Pick<EditorServices, 'model' | 'hostFor'>): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return;
  }
  const title = 'Defer: New Schedule File';
  const schedule = await folderForNew({ model }, undefined);
  const name = schedule && (await askName(`${title} (1/2)`));
  if (!schedule || name === undefined) {
    return;
  }
  const host = hostFor([schedule.ledger]);
  const text = await askWhen(host, `${title} (2/2)`, 'rule');
  if (text === undefined) {
    return;
  }
  const rule = await readRule(host, text, 'any');
  if (isRefusal(rule)) {
    showRefusal(rule.why);
    return;
  }
  const { cron, every, anchor } = rule.repeat.field;
  const head =
    typeof cron === 'string'
      ? [`cron: "${cron}"`, `tz: ${host.zone}`]
      : [`every: ${String(every)}`, ...(typeof anchor === 'string' ? [`anchor: ${anchor}`] : [])];
  const lines = ['---', ...head, '---', ''];
  const schedules = fileOptionsOf(schedule.folder.uri, schedule.ledger.scope).schedules?.() ?? SCHEDULE_FOLDER;
  const path = await createScheduleFile(schedule.folder.uri.fsPath, schedules, name, `${lines.join('\n')}\n`);
  if (typeof path !== 'string') {
    showRefusal(path.why);
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const end = new vscode.Position(lines.length, 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
  await model.look();
}

function askName(title: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: 'Name of the schedule; the file gets this name',
    placeHolder: 'weekly-audit',
    ignoreFocusOut: true,
    validateInput: value =>
      NAME.test(value) && !value.endsWith('.') && !value.endsWith(' ')
        ? undefined
        : 'Use letters, digits, dashes, dots and spaces; begin with a letter or digit.',
  });
}
