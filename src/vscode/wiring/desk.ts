import { join } from 'node:path';
import * as vscode from 'vscode';
import { verbs } from '../../verbs/index.ts';
import { createAgentTools, type AgentTools } from '../agents/agentTools.ts';
import { showBanner } from '../say/banner.ts';
import { CONVERSATION_ACTS, PRESETS, READING, rowCommand, type ViewAct } from './commandTable.ts';
import { timeForGroup, type Dropped } from '../tree/dropEntry.ts';
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
import { tellStops } from '../conversations/stopNotice.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import { createTerminalRunner } from '../run/terminalLauncher.ts';
import { TextPages } from '../say/textPages.ts';
import { runVerb, type VerbContext, type Given } from './verbCommands.ts';
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
}

/** Sets the desk up for a window. */
export function createActingParts(
  { model, tree, failures, pageChanged, conversations }: Parts,
  { extension, workspaceState }: Pick<vscode.ExtensionContext, 'extension' | 'workspaceState'>,
): ActingParts {
  const pages = new TextPages(pageChanged);
  const notices = new RunNotices(model, (row, when) => runVerb(desk, findVerb('snooze'), { row, input: { when } }));
  const commandLine = join(extension.extensionPath, 'dist', 'cli.js');
  const desk: VerbContext = {
    ...{ model, pages, commandLine, conversations },
    ...createTerminalRunner(model, notices, commandLine),
  };
  const parts: vscode.Disposable[] = [pages, notices];
  const jobs = jobsOf(desk, tree);
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
    showBanner: () => showBanner(desk, workspaceState, part => parts.push(part)),
    tellHeld: () => tellHeld(model),
    tellStops: () => tellStops(desk, workspaceState),
    agents: createAgentTools(desk, extension),
    pages,
    watchApprovals: async () => {
      const { AutomaticRuns } = await import('../run/automaticRuns.ts');
      parts.push(new AutomaticRuns(desk, tree, failures));
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

function jobsOf(desk: VerbContext, tree: ScheduleTree): ReadonlyMap<string, Job> {
  const { model } = desk;
  // Keys pressed in the tree bring no row along, only the word that says they come from there.
  const rowOf = (given: unknown): EntryRow | undefined => (given === 'selected' ? tree.selected : toEntryRow(given));
  const viewActs: Record<ViewAct, Job> = {
    'defer.reviewDue': () => reviewDue(desk),
    'defer.openScheduleFile': () => openScheduleFile(model),
    'defer.newScheduleFile': () => newScheduleFile(desk),
    'defer.refresh': () => model.look(true),
    'defer.scheduleFollowUp': () => scheduleFollowUp(desk),
    'defer.previewRun': given => previewRun(desk, rowOf(given)),
    'defer.filter': () => filterTree(tree),
    'defer.clearFilter': () => clearFilter(tree),
    'defer.runAgain': given => runVerb(desk, findVerb('run'), { row: rowOf(given), input: { again: true } }),
    'defer.copyPrompt': given => copyPrompt(model, rowOf(given)),
    'defer.showRunPrompt': given => showKept(desk, 'prompt', given),
    'defer.showRunOutput': given => showKept(desk, 'output', given),
    'defer.openLine': given => openLine(model, rowOf(given) ?? given),
  };
  return new Map<string, Job>([
    ...verbs.map((verb): [string, Job] => [
      `defer.${verb.name}`,
      given => runVerb(desk, verb, { row: rowOf(given), ...droppedOn(given, model) }),
    ]),
    ...PRESETS.map(({ command, title, ...fixed }): [string, Job] => [
      command,
      () => runVerb(desk, { ...findVerb('add'), title }, given(fixed)),
    ]),
    ['defer.park', given => parkConversation(desk, given)],
    // These ask in several steps, and their answers are documents.
    ['defer.import', () => importFrom(desk)],
    ['defer.export', () => exportTo(desk)],
    ...Object.entries(viewActs),
    ...CONVERSATION_ACTS.flatMap(({ act, asked: [command] }) =>
      [rowCommand(act), ...(command === undefined ? [] : [command])].map((name): [string, Job] => [
        name,
        given => actOnConversation(desk, act, given),
      ]),
    ),
    ['defer.resume-run', given => resumeRun(desk, toRunRow(given)?.entry ?? rowOf(given), toRunRow(given)?.token)],
  ]);
}
