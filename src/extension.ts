import * as vscode from 'vscode';
import { loadOnce } from './core/loadOnce.ts';
import type { Alive } from './core/run.ts';
import { instant } from './core/time.ts';
import { deferHome } from './runner/home.ts';
import { openAgentDoors } from './vscode/agentDoors.ts';
import { registerCommands } from './vscode/commands.ts';
import { Failures } from './vscode/failures.ts';
import { openHistory } from './vscode/historyView.ts';
import { ScheduleModel } from './vscode/scheduleModel.ts';
import { ScheduleTree } from './vscode/scheduleTree.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { offerPages } from './vscode/textPages.ts';
import { wakeParts } from './vscode/wakeParts.ts';

/**
 * Builds the parts and hands each the few it needs. Returns before any file is read, so that a long one cannot hold
 * up the editor.
 */
export function activate(context: vscode.ExtensionContext): void {
  const own = <Part extends vscode.Disposable>(part: Part): Part => {
    context.subscriptions.push(part);
    return part;
  };
  // Where nobody knows whose home it is, the editor says so and nothing is read.
  const home = deferHome();
  const clock = { now: () => instant(Date.now()) };
  const failures = new Failures(own(vscode.window.createOutputChannel('Defer', { log: true })));
  const loadAlive = async (): Promise<Alive> => (await import('./runner/alive.ts')).readyAlive(home, clock);
  const model = own(new ScheduleModel(clock, loadAlive, failures));
  const tree = own(new ScheduleTree(model));
  own(new StatusBar(model));
  own(openHistory(model));

  const desk = loadOnce(async () => {
    const { openDesk } = await import('./vscode/desk.ts');
    return own(openDesk({ model, tree, failures, pageChanged }, context));
  });
  const pageChanged = offerPages(async uri => (await desk()).pages.textOf(uri), own);
  own(registerCommands(context.extension.packageJSON, desk, failures));
  own(openAgentDoors(context.extension.packageJSON, desk));
  own(wakeParts(model, failures, desk));
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => model.lookSoon()));
  own(vscode.tasks.onDidEndTaskProcess(() => model.lookIfNew()));

  const greet = async (): Promise<void> => {
    await model.look();
    if (model.tally.overdue > 0) {
      await (await desk()).showBanner();
    }
  };
  failures.watch('Opening', greet());
}
