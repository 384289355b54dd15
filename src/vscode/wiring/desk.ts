import { join } from 'node:path';
import * as vscode from 'vscode';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import type { Ledger } from '../../store/ledger.ts';
import { createAgentTools, type AgentTools } from '../agents/agentTools.ts';
import { showBanner } from '../say/banner.ts';
import { READING } from './commandTable.ts';
import { PromptDocuments } from '../edit/promptDocument.ts';
import { ApprovalPages } from '../pages/approvalPages.ts';
import { EntryPages } from '../pages/entryPages.ts';
import { createActingDoors, type ActingDoors } from '../doors/actingDoors.ts';
import { DisposableStore } from '../model/disposableStore.ts';
import type { Failures } from '../model/failures.ts';
import { tellHeld } from '../say/heldNotice.ts';
import { keepLastTimes } from '../ask/lastUsed.ts';
import type { FilesChanged } from '../say/offerFiles.ts';
import { showRestricted } from '../say/notices.ts';
import { RunNotices } from '../say/runNotices.ts';
import type { Conversations } from '../conversations/conversationWatch.ts';
import { resultOf } from '../results/resultActs.ts';
import type { Results } from '../results/resultParts.ts';
import { tellStops } from '../conversations/stopNotice.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import { dueTasks, resolveTask } from '../run/dueTasks.ts';
import { RunTerminals } from '../run/runTerminals.ts';
import { createTerminalRunner } from '../run/terminalLauncher.ts';
import { TextPages } from '../say/textPages.ts';
import { createEditorServices } from './editorServices.ts';
import { editorHost } from './editorHost.ts';
import type { VerbContext } from './verbCommands.ts';
import { jobsOf } from './jobs.ts';

/** Everything that is done only when a person asks for something; loaded then, not at activation. */
export interface ActingParts extends vscode.Disposable {
  /**
   * Does what a command of the manifest says, with what it was called with: the row, if any, then all that are
   * selected.
   */
  run(command: string, ...given: readonly unknown[]): Promise<unknown>;
  readonly doors: ActingDoors;
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
  /** The prompts of entries as files. */
  readonly prompts: PromptDocuments;
  /** Draws a page again that was open before the window was reloaded. */
  restorePage(panel: vscode.WebviewPanel, kept: unknown): Promise<void>;
}

/** What is there before the desk is. */
export interface Parts {
  readonly model: ScheduleModel;
  readonly tree: ScheduleTree;
  readonly failures: Failures;
  readonly pageChanged: vscode.EventEmitter<vscode.Uri>;
  readonly promptsChanged: FilesChanged;
  readonly conversations: () => Promise<Conversations>;
  readonly results: () => Promise<Results>;
}

/** Sets the desk up for a window. */
export function createActingParts(
  { model, tree, failures, pageChanged, promptsChanged, conversations, results }: Parts,
  {
    extension,
    globalState,
    workspaceState,
  }: Pick<vscode.ExtensionContext, 'extension' | 'globalState' | 'workspaceState'>,
): ActingParts {
  keepLastTimes(globalState);
  const pages = new TextPages(pageChanged);
  const approvalPages = new ApprovalPages(model, extension.extensionUri);
  const terminals = new RunTerminals(model);
  const notices = new RunNotices(model, {
    ...{ failures, terminals },
    snooze: (row, when) => services.run('snooze', { row, input: { when } }),
    resultOf: token => resultOf(token, results),
  });
  const commandLine = join(extension.extensionPath, 'dist', 'cli.js');
  const desk: VerbContext = {
    ...{ model, failures, pages, approvalPages, commandLine, conversations, results },
    ...createTerminalRunner(model, { notices, terminals }, commandLine),
  };
  const services = createEditorServices(desk);
  const approving = { model, hostFor: (ledgers: readonly Ledger[]) => editorHost(model, desk.launcher, ledgers, desk) };
  const entryPages = new EntryPages({ model, failures, extension });
  const parts = new DisposableStore();
  const prompts = new PromptDocuments(services, promptsChanged);
  [pages, notices, terminals, prompts, entryPages, approvalPages].forEach(parts.add);
  const agenda = loadOnce(async () => {
    const { AgendaView } = await import('../agenda/agendaView.ts');
    return parts.add(new AgendaView(services, tree, failures, extension.extensionUri));
  });
  const jobs = jobsOf(services, { tree, terminals, entryPages, agenda, extension });
  return {
    run: async (command, ...given) => {
      if (!vscode.workspace.isTrusted && !READING.has(command)) {
        return showRestricted();
      }
      const job = jobs.get(command);
      if (!job) {
        throw new Error(`The manifest offers ${command}, and nothing does it.`);
      }
      return job(...given);
    },
    showBanner: () => showBanner(services, workspaceState, parts.add),
    doors: createActingDoors(services),
    tellHeld: () => tellHeld(model, desk.approvals),
    tellStops: () => tellStops(services, workspaceState),
    agents: createAgentTools(approving, extension),
    tasks: { all: () => dueTasks(services), one: task => resolveTask(task, services) },
    pages,
    prompts,
    restorePage: async (panel, kept) => {
      await model.look();
      if (panel.viewType.endsWith('defer.agenda')) {
        (await agenda()).adopt(panel, kept);
      } else {
        entryPages.adopt(panel, kept);
      }
    },
    watchApprovals: async () => {
      const { AutomaticRuns } = await import('../run/automaticRuns.ts');
      const { approvals, launcher } = desk;
      parts.add(
        new AutomaticRuns({
          ...approving,
          approvals,
          launcher,
          run: services.run,
          tree,
          failures,
          tellHeld: () => tellHeld(model, approvals),
        }),
      );
    },
    dispose: () => parts.dispose(),
  };
}
