import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Ledger } from '../../store/ledger.ts';
import { verbs } from '../../verbs/index.ts';
import { createAgentTools, type AgentTools } from '../agents/agentTools.ts';
import { showBanner } from '../say/banner.ts';
import { CONVERSATION_ACTS, PRESETS, READING, RESULT_ACTS, rowCommand, type ViewAct } from './commandTable.ts';
import { timeForGroup, type Dropped } from '../tree/dropEntry.ts';
import { duplicateEntry } from '../edit/duplicateEntry.ts';
import { editEntry } from '../edit/editEntry.ts';
import { PromptDocuments } from '../edit/promptDocument.ts';
import { exportTo } from '../acts/exportTo.ts';
import type { Failures } from '../model/failures.ts';
import { clearFilter, filterTree } from '../tree/filter.ts';
import { findVerb } from './findVerb.ts';
import { tellHeld } from '../say/heldNotice.ts';
import { importFrom } from '../acts/importFrom.ts';
import { scheduleFollowUp } from '../acts/followUp.ts';
import { previewRun } from '../acts/previewRun.ts';
import { toRunRow } from '../history/historyRows.ts';
import { reviewDue } from '../acts/reviewList.ts';
import { resumeRun } from '../acts/openConversation.ts';
import { toEntryRow, type EntryRow } from '../tree/entryRow.ts';
import { showRestricted } from '../say/notices.ts';
import { parkConversation } from '../acts/parkConversation.ts';
import { showKept } from '../history/showKept.ts';
import { RunNotices } from '../say/runNotices.ts';
import { newScheduleFile } from '../acts/newScheduleFile.ts';
import { actOnConversation } from '../conversations/conversationActs.ts';
import type { Conversations } from '../conversations/conversationWatch.ts';
import { actOnResult, resultOf } from '../results/resultActs.ts';
import type { Results } from '../results/resultParts.ts';
import { tellStops } from '../conversations/stopNotice.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import { dueTasks, resolveTask } from '../run/dueTasks.ts';
import { RunTerminals, showTerminal } from '../run/runTerminals.ts';
import { createTerminalRunner } from '../run/terminalLauncher.ts';
import { TextPages } from '../say/textPages.ts';
import { createEditorServices, type EditorServices } from './editorServices.ts';
import { editorHost } from './editorHost.ts';
import type { VerbContext, Given } from './verbCommands.ts';
import { copyPrompt, openLine, openScheduleFile } from './viewActs.ts';

/** Everything that is done only when a person asks for something; loaded then, not at activation. */
export interface ActingParts extends vscode.Disposable {
  /** Does what a command of the manifest says. `given` is the row it was called on, if any. */
  run(command: string, given: unknown): Promise<unknown>;
  /** Says what is overdue, once. */
  showBanner(): Promise<void>;
  /** From now on shows what was allowed to run without a person, and starts it where the settings say so. */
  watchApprovals(): Promise<void>;
  /** Says which entries failed three times in a row, each once. */
  tellHeld(): Promise<void>;
  /** Says which conversations a limit stopped, each stop once. */
  tellStops(): Promise<void>;
  /** What is due, as tasks of the editor. */
  readonly tasks: { all(): vscode.Task[]; one(task: vscode.Task): vscode.Task };
  /** What the editor's agents get. */
  readonly agents: AgentTools;
  readonly pages: TextPages;
}

/** What is there before the desk is. */
export interface Parts {
  readonly model: ScheduleModel;
  readonly tree: ScheduleTree;
  readonly failures: Failures;
  readonly pageChanged: vscode.EventEmitter<vscode.Uri>;
  readonly conversations: () => Promise<Conversations>;
  readonly results: () => Promise<Results>;
}

/** Sets the desk up for a window. */
export function createActingParts(
  { model, tree, failures, pageChanged, conversations, results }: Parts,
  { extension, workspaceState }: Pick<vscode.ExtensionContext, 'extension' | 'workspaceState'>,
): ActingParts {
  const pages = new TextPages(pageChanged);
  const terminals = new RunTerminals(model);
  const notices = new RunNotices(model, {
    terminals,
    snooze: (row, when) => services.run('snooze', { row, input: { when } }),
    resultOf: token => resultOf(token, results),
  });
  const commandLine = join(extension.extensionPath, 'dist', 'cli.js');
  const desk: VerbContext = {
    ...{ model, pages, commandLine, conversations, results },
    ...createTerminalRunner(model, { notices, terminals }, commandLine),
  };
  const services = createEditorServices(desk);
  const approving = { model, hostFor: (ledgers: readonly Ledger[]) => editorHost(model, desk.launcher, ledgers, desk) };
  const parts: vscode.Disposable[] = [pages, notices, terminals, new PromptDocuments(services)];
  const jobs = jobsOf(services, tree, terminals);
  return {
    run: async (command, given) => {
      if (!vscode.workspace.isTrusted && !READING.has(command)) {
        return showRestricted();
      }
      const job = jobs.get(command);
      if (!job) {
        throw new Error(`The manifest offers ${command}, and nothing does it.`);
      }
      return job(given);
    },
    showBanner: () => showBanner(services, workspaceState, part => parts.push(part)),
    tellHeld: () => tellHeld(model),
    tellStops: () => tellStops(services, workspaceState),
    agents: createAgentTools(approving, extension),
    tasks: { all: () => dueTasks(services), one: task => resolveTask(task, services) },
    pages,
    watchApprovals: async () => {
      const { AutomaticRuns } = await import('../run/automaticRuns.ts');
      parts.push(new AutomaticRuns({ ...approving, approvals: desk.approvals, tree, failures }));
    },
    dispose: () => parts.forEach(part => part.dispose()),
  };
}

/** What a preset has said already. */
const given = ({ when, global = false }: { readonly when?: string; readonly global?: boolean }): Given => ({
  global,
  ...(when !== undefined && { input: { when } }),
});

/** What the place says that a row was dropped on: a time to begin with. */
function droppedOn(given: unknown, model: ScheduleModel): Given {
  const { to } = (given ?? {}) as Partial<Dropped>;
  const likely = timeForGroup(to, model);
  return likely === undefined ? {} : { likely };
}

type Job = (given: unknown) => Promise<unknown>;

function jobsOf(services: EditorServices, tree: ScheduleTree, terminals: RunTerminals): ReadonlyMap<string, Job> {
  const { model, run } = services;
  // Keys pressed in the tree bring no row along, only the word that says they come from there.
  const rowOf = (given: unknown): EntryRow | undefined => (given === 'selected' ? tree.selected : toEntryRow(given));
  const viewActs: Record<ViewAct, Job> = {
    'defer.reviewDue': () => reviewDue(services),
    'defer.openScheduleFile': () => openScheduleFile(model),
    'defer.newScheduleFile': () => newScheduleFile(services),
    'defer.refresh': () => model.look(true),
    'defer.scheduleFollowUp': () => scheduleFollowUp(services),
    'defer.previewRun': given => previewRun(services, rowOf(given)),
    'defer.filter': () => filterTree(tree),
    'defer.clearFilter': () => clearFilter(tree),
    'defer.runAgain': given => run('run', { row: rowOf(given), input: { again: true } }),
    'defer.showTerminal': given => showTerminal(terminals, model, rowOf(given)),
    'defer.copyPrompt': given => copyPrompt(model, rowOf(given)),
    'defer.showRunPrompt': given => showKept(services, 'prompt', given),
    'defer.showRunOutput': given => showKept(services, 'output', given),
    'defer.showRunChanges': given => showKept(services, 'changes', given),
    'defer.openLine': given => openLine(model, rowOf(given) ?? given),
  };
  return new Map<string, Job>([
    ...verbs.map((verb): [string, Job] => [
      `defer.${verb.name}`,
      given => run(verb, { row: rowOf(given), ...droppedOn(given, model) }),
    ]),
    ...PRESETS.map(({ command, title, ...fixed }): [string, Job] => [
      command,
      () => run({ ...findVerb('add'), title }, given(fixed)),
    ]),
    ['defer.park', given => parkConversation(services, given)],
    ['defer.edit', given => editEntry(services, rowOf(given))],
    ['defer.duplicate', given => duplicateEntry(services, rowOf(given))],
    // These ask in several steps, and their answers are documents.
    ['defer.import', () => importFrom(services)],
    ['defer.export', () => exportTo(services)],
    ...Object.entries(viewActs),
    ...RESULT_ACTS.map(({ act, command }): [string, Job] => [command, given => actOnResult(services, act, given)]),
    ...(['keep', 'discard'] as const).map((act): [string, Job] => [
      `defer.${act}`,
      given => actOnResult(services, act, given),
    ]),
    ...CONVERSATION_ACTS.flatMap(({ act, asked: [command] }) =>
      [rowCommand(act), ...(command === undefined ? [] : [command])].map((name): [string, Job] => [
        name,
        given => actOnConversation(services, act, given),
      ]),
    ),
    ['defer.resume-run', given => resumeRun(services, toRunRow(given)?.entry ?? rowOf(given), toRunRow(given)?.token)],
  ]);
}
