import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { speak, type Texts } from './core/basics/language.ts';
import { loadOnce } from './core/basics/loadOnce.ts';
import type { DeferApi } from '../api/defer.d.ts';
import type { Alive } from './core/rows/runEvents.ts';
import { instant } from './core/basics/time.ts';
import { deferHome } from './store/disk/deferHome.ts';
import { openAgentDoors } from './vscode/agents/agentDoors.ts';
import { registerCommands } from './vscode/wiring/commands.ts';
import type { Conversations } from './vscode/conversations/conversationWatch.ts';
import { DisposableStore } from './vscode/model/disposableStore.ts';
import { Failures } from './vscode/model/failures.ts';
import { openHistory } from './vscode/history/historyView.ts';
import { ScheduleModel } from './vscode/model/scheduleModel.ts';
import { ScheduleTree } from './vscode/tree/scheduleTree.ts';
import { openStatusBar } from './vscode/say/statusBar.ts';
import { offerFiles, PROMPT_SCHEME, RESULT_SCHEME } from './vscode/say/offerFiles.ts';
import { offerPages } from './vscode/say/offerPages.ts';
import { loadPartsOnDemand } from './vscode/wiring/wakeParts.ts';

/**
 * Builds the parts and hands each the few it needs. Returns before any schedule is read, so that a long one cannot hold
 * up the editor.
 */
export function activate(context: vscode.ExtensionContext): DeferApi {
  // What the rooms say is said in the language and the words of the editor. Nothing gives the command line any texts.
  const words = join(context.extension.extensionPath, 'l10n', 'editor.l10n.json');
  speak(vscode.l10n.bundle ?? (JSON.parse(readFileSync(words, 'utf8')) as Texts));
  const parts = new DisposableStore();
  const own = parts.add;
  context.subscriptions.push(parts);
  // Where nobody knows whose home it is, the editor says so and nothing is read.
  const home = deferHome();
  const clock = { now: () => instant(Date.now()) };
  const failures = new Failures(own(vscode.window.createOutputChannel('Defer', { log: true })));
  const loadAlive = async (): Promise<Alive> => (await import('./runner/home/alive.ts')).readyAlive(home, clock);
  const model = own(new ScheduleModel(clock, loadAlive, failures));
  const tree = own(new ScheduleTree(model));
  own(openStatusBar(model));
  own(openHistory(model));

  const desk = loadOnce(async () => {
    const { createActingParts } = await import('./vscode/wiring/desk.ts');
    const before = { model, tree, failures, pageChanged, promptsChanged, conversations, results };
    return own(createActingParts(before, context));
  });
  const conversations: () => Promise<Conversations> = loadOnce(async () => {
    const { createConversations } = await import('./vscode/conversations/conversationParts.ts');
    return own(createConversations({ model, tree, failures, desk }, context));
  });
  const results = loadOnce(async () => {
    const { createResults } = await import('./vscode/results/resultParts.ts');
    return own(await createResults({ model, tree, failures }));
  });
  const pageChanged = offerPages(
    async uri => (await desk()).pages.textOf(uri),
    async (panel, kept) => (await desk()).restorePage(panel, kept),
    own,
  );
  const readPrompts = loadOnce(async () => {
    await model.look();
    return (await desk()).prompts;
  });
  const promptsChanged = offerFiles(PROMPT_SCHEME, readPrompts, own);
  offerFiles(RESULT_SCHEME, async () => (await results()).files, own);
  own(registerCommands(context.extension.packageJSON, desk, failures));
  own(openAgentDoors(context.extension.packageJSON, desk));
  own(loadPartsOnDemand(model, failures, { desk, conversations, results, since: model.now }));
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => model.lookSoon()));

  const greet = async (): Promise<void> => {
    await model.look();
    if (model.tally.overdue > 0) {
      await (await desk()).showBanner();
    }
  };
  failures.watch('Opening', greet());
  return {
    version: 1,
    due: async () => (await desk()).doors.due(),
    add: async entry => (await desk()).doors.add(entry),
    onDidChange: (listener, self, parts) =>
      model.onDidChange(told => told === 'schedule' && listener.call(self, undefined), undefined, parts),
  };
}
