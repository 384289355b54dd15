import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { instant } from './core/time.ts';
import { heldStates } from './render/status.ts';
import { createAlive } from './runner/alive.ts';
import { allowFolder, deferHome } from './runner/home.ts';
import { openAgentDoors } from './vscode/agentDoors.ts';
import { registerCommands } from './vscode/commands.ts';
import type { OpenDesk } from './vscode/desk.ts';
import { Failures } from './vscode/failures.ts';
import { openHistory } from './vscode/historyView.ts';
import { ScheduleModel } from './vscode/scheduleModel.ts';
import { ScheduleTree } from './vscode/scheduleTree.ts';
import { autoRun } from './vscode/settings.ts';
import { StatusBar } from './vscode/statusBar.ts';

/**
 * Builds the parts and hands each the few it needs. Returns before any file is read, so that a long one cannot hold
 * up the editor.
 */
export function activate(context: vscode.ExtensionContext): void {
  const own = <Part extends vscode.Disposable>(part: Part): Part => {
    context.subscriptions.push(part);
    return part;
  };
  const clock = { now: () => instant(Date.now()) };
  const failures = new Failures(own(vscode.window.createOutputChannel('Defer', { log: true })));
  const model = own(new ScheduleModel(clock, createAlive(deferHome(), clock), failures));
  const tree = own(new ScheduleTree(model));
  own(new StatusBar(model));
  own(openHistory(model));

  let opened: Promise<OpenDesk> | undefined;
  const desk = (): Promise<OpenDesk> =>
    (opened ??= import('./vscode/desk.ts').then(({ openDesk }) => own(openDesk(model, tree, failures, context))));
  own(registerCommands(context.extension.packageJSON, desk, failures));
  own(openAgentDoors(context.extension.packageJSON, desk));
  let reading = false;
  const readAlong = ({ fileName }: vscode.TextDocument): void => {
    if (!reading && fileName.endsWith('schedule.jsonl')) {
      reading = true;
      failures.watch(
        'Reading along',
        import('./vscode/scheduleDocument.ts').then(({ watchDocuments }) => own(watchDocuments(model))),
      );
    }
  };
  vscode.workspace.textDocuments.forEach(readAlong);
  own(vscode.workspace.onDidOpenTextDocument(readAlong));
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => model.lookSoon()));
  own(vscode.tasks.onDidEndTaskProcess(() => model.lookSoon()));
  own(
    model.onDidChange(() => {
      if (model.schedules.some(({ ledger }) => heldStates(ledger.schedule, model.alive).length > 0)) {
        failures.watch(
          'Telling of failures',
          desk().then(opened => opened.tellHeld()),
        );
      }
    }),
  );

  const approving = own(
    model.onDidChange(() => {
      if (autoRun() || existsSync(allowFolder(deferHome()))) {
        approving.dispose();
        failures.watch(
          'Automatic runs',
          desk().then(one => one.watchApprovals()),
        );
      }
    }),
  );

  const greet = async (): Promise<void> => {
    await model.look();
    if (model.tally.overdue > 0) {
      await (await desk()).showBanner();
    }
  };
  failures.watch('Opening', greet());
}
