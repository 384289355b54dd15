import type * as vscode from 'vscode';
import { verbs } from '../verbs/index.ts';
import { showBanner } from './banner.ts';
import { PRESETS, type ViewAct } from './commandTable.ts';
import { findVerb } from './findVerb.ts';
import { reviewDue } from './reviewList.ts';
import { resumeRun } from './resumeRun.ts';
import { toEntryRow, type EntryRow } from './rows.ts';
import { RunNotices } from './runNotices.ts';
import { newScheduleFile } from './newScheduleFile.ts';
import type { ScheduleModel } from './scheduleModel.ts';
import type { ScheduleTree } from './scheduleTree.ts';
import { createTerminalLauncher } from './terminalLauncher.ts';
import { TextPages } from './textPages.ts';
import { runVerb, type Desk } from './verbCommands.ts';
import { copyPrompt, openLine, openScheduleFile } from './viewActs.ts';

/** Everything that is done only when a person asks for something; loaded then, not at activation. */
export interface OpenDesk extends vscode.Disposable {
  /** Does what a command of the manifest says. `given` is the row it was called on, if any. */
  run(command: string, given: unknown): Promise<unknown>;
  /** Says what is overdue, once. */
  showBanner(): Promise<void>;
}

/** Sets the desk up for a window. */
export function openDesk(model: ScheduleModel, tree: ScheduleTree, extensionPath: string): OpenDesk {
  const pages = new TextPages();
  const notices = new RunNotices(model);
  const desk: Desk = { model, pages, launcher: createTerminalLauncher(model, notices, extensionPath) };
  const jobs = jobsOf(desk, tree);
  return {
    run: async (command, given) => {
      const job = jobs.get(command);
      if (!job) {
        throw new Error(`The manifest offers ${command}, and nothing does it.`);
      }
      return job(given);
    },
    showBanner: () => showBanner(desk),
    dispose: () => {
      pages.dispose();
      notices.dispose();
    },
  };
}

type Job = (given: unknown) => Promise<unknown>;

function jobsOf(desk: Desk, tree: ScheduleTree): ReadonlyMap<string, Job> {
  const { model } = desk;
  // Keys pressed in the tree bring no row along, only the word that says they come from there.
  const rowOf = (given: unknown): EntryRow | undefined => (given === 'selected' ? tree.selected : toEntryRow(given));
  const viewActs: Record<ViewAct, Job> = {
    'defer.reviewDue': () => reviewDue(desk),
    'defer.openScheduleFile': () => openScheduleFile(model),
    'defer.newScheduleFile': () => newScheduleFile(desk),
    'defer.refresh': () => model.look(true),
    'defer.runAgain': given => runVerb(desk, findVerb('run'), { row: rowOf(given), input: { again: true } }),
    'defer.copyPrompt': given => copyPrompt(model, rowOf(given)),
    'defer.openLine': given => openLine(model, rowOf(given) ?? given),
  };
  return new Map<string, Job>([
    ...verbs.map((verb): [string, Job] => [`defer.${verb.name}`, given => runVerb(desk, verb, { row: rowOf(given) })]),
    ...PRESETS.map(({ command, title, when }): [string, Job] => [
      command,
      () => runVerb(desk, { ...findVerb('add'), title }, { input: { when } }),
    ]),
    ...Object.entries(viewActs),
    ['defer.resume-run', given => resumeRun(desk, rowOf(given))],
  ]);
}
