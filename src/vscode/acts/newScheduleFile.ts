import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isRefusal } from '../../core/basics/refusal.ts';
import { createScheduleFile } from '../../store/files/createScheduleFile.ts';
import { SCHEDULE_FOLDER } from '../../store/files/folderFiles.ts';
import type { Launcher } from '../../verbs/host.ts';
import { readRule } from '../../verbs/readMoment.ts';
import { askWhen } from '../ask/askWhen.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { showRefusal, showRestricted } from '../say/notices.ts';
import { fileOptionsOf } from '../model/settings.ts';
import { folderForNew } from '../ask/folderForNew.ts';
import { agentItems } from '../ask/pickAgent.ts';

/** A name that is a file's on every system, and an entry's as well. */
const NAME = /^[\w][\w .-]{0,79}$/;

/** Asks for a name, a rule and an agent, makes the schedule file, and opens it where the prompt goes. */
export async function newScheduleFile({ model, hostFor }: Pick<EditorServices, 'model' | 'hostFor'>): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return;
  }
  const title = l10n.t('Defer: New Schedule File');
  const schedule = await folderForNew(model, undefined);
  const name = schedule && (await askName(`${title} (1/3)`));
  if (!schedule || name === undefined) {
    return;
  }
  const host = hostFor([schedule.ledger]);
  const text = await askWhen(host, `${title} (2/3)`, 'rule');
  if (text === undefined) {
    return;
  }
  const rule = await readRule(host, text, 'any');
  if (isRefusal(rule)) {
    showRefusal(rule.why);
    return;
  }
  const agent = await askFor(host.launcher, `${title} (3/3)`);
  if (agent === undefined) {
    return;
  }
  const { cron, every, anchor } = rule.repeat.field;
  const head =
    typeof cron === 'string'
      ? [`cron: "${cron}"`, `tz: ${host.zone}`]
      : [`every: ${String(every)}`, ...(typeof anchor === 'string' ? [`anchor: ${anchor}`] : [])];
  const lines = ['---', ...head, ...(agent === '' ? [] : [`agent: ${agent}`]), '---', ''];
  const schedules = fileOptionsOf(schedule.folder.uri, schedule.ledger.scope).schedules?.() ?? SCHEDULE_FOLDER;
  const path = await createScheduleFile(schedule.folder.uri.fsPath, schedules, fileName(name), `${lines.join('\n')}\n`);
  if (typeof path !== 'string') {
    showRefusal(path.why);
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const end = new vscode.Position(lines.length, 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
  await model.look();
}

/** The name of the file, which is typed in a terminal too: without spaces. */
const fileName = (name: string): string => name.trim().replaceAll(/ +/g, '-');

/** Asks for an agent; empty where it is to be the one of the settings. Undefined where the person left. */
async function askFor(launcher: Launcher, title: string): Promise<string | undefined> {
  const found = await launcher.agents();
  const items = [
    { label: l10n.t('The Default Agent'), description: l10n.t('The one of the settings when it runs'), name: '' },
    ...agentItems(found),
  ];
  const placeHolder = l10n.t('Which agent is to do it?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.name;
}

function askName(title: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: l10n.t('Name of the schedule; the file gets this name'),
    placeHolder: 'weekly-audit',
    ignoreFocusOut: true,
    validateInput: value =>
      NAME.test(value) && !value.endsWith('.') && !value.endsWith(' ')
        ? undefined
        : l10n.t('Use letters, digits, dashes, dots and spaces; begin with a letter or digit.'),
  });
}
