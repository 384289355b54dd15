import type * as vscode from 'vscode';
import { verbs } from '../../verbs/index.ts';
import { CONVERSATION_ACTS, PRESETS, RESULT_ACTS, rowCommand, type ViewAct } from './commandTable.ts';
import { timeForGroup, type Dropped } from '../tree/dropEntry.ts';
import { duplicateEntry } from '../edit/duplicateEntry.ts';
import { editEntry } from '../edit/editEntry.ts';
import type { AgendaView } from '../agenda/agendaView.ts';
import type { EntryPages } from '../pages/entryPages.ts';
import { showEntry } from '../pages/showEntry.ts';
import { deferActs } from '../acts/deferThis.ts';
import { archiveClosed } from '../acts/archiveClosed.ts';
import { exportTo } from '../acts/exportTo.ts';
import { clearFilter, filterTree } from '../tree/filter.ts';
import { chooseGrouping } from '../tree/grouping.ts';
import { findVerb } from './findVerb.ts';
import { addSample, openWalkthrough } from '../acts/firstUse.ts';
import { importFrom } from '../acts/importFrom.ts';
import { scheduleFollowUp } from '../acts/followUp.ts';
import { actOnSeveral, toEntryRows } from '../acts/severalRows.ts';
import { previewRun } from '../acts/previewRun.ts';
import { toRunRow } from '../history/historyRows.ts';
import { reviewDue } from '../acts/reviewList.ts';
import { resumeRun } from '../acts/openConversation.ts';
import { toEntryRow, type EntryRow } from '../tree/entryRow.ts';
import { parkConversation } from '../acts/parkConversation.ts';
import { showKept } from '../history/showKept.ts';
import { newScheduleFile } from '../acts/newScheduleFile.ts';
import { actOnConversation } from '../conversations/conversationActs.ts';
import { actOnResult } from '../results/resultActs.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { focusedRows } from '../tree/focusedRows.ts';
import { reviveTree } from '../tree/reviveTree.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import { showTerminal, type RunTerminals } from '../run/runTerminals.ts';
import type { EditorServices } from './editorServices.ts';
import type { Given } from './verbCommands.ts';
import { copyPrompt, openLine, openScheduleFile } from './viewActs.ts';

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

/** Does a command, with what it was called with: the row, if any, then all that are selected. */
export type Job = (given?: unknown, also?: unknown, ...more: readonly unknown[]) => Promise<unknown>;

/** Does a command on a row, or on several where they are selected together. `given`: what it was called with. */
type RowsJob = (row: EntryRow | undefined, rows: readonly EntryRow[], given: unknown) => Promise<unknown>;

/** What commands act on beside the schedules. */
export interface Surfaces {
  readonly tree: ScheduleTree;
  readonly terminals: RunTerminals;
  readonly entryPages: EntryPages;
  readonly agenda: () => Promise<AgendaView>;
  readonly extension: Pick<vscode.Extension<unknown>, 'id'>;
}

/** What each command of the manifest does, by its name. */
export function jobsOf(
  services: EditorServices,
  { tree, terminals, entryPages, agenda, extension }: Surfaces,
): ReadonlyMap<string, Job> {
  const { model, run } = services;
  // Keys pressed in the tree bring no row along, only the word that says they come from there.
  const onRows =
    (job: RowsJob): Job =>
    async (given, also) => {
      const isKey = given === 'selected';
      const rows = toEntryRows(isKey ? await focusedRows(tree) : also);
      return job(isKey ? rows[0] : toEntryRow(given), rows, given);
    };
  const viewActs: Record<ViewAct, Job> = {
    'defer.reviewDue': () => reviewDue(services),
    'defer.agenda': async () => (await agenda()).open(),
    'defer.openScheduleFile': () => openScheduleFile(model),
    'defer.newScheduleFile': () => newScheduleFile(services),
    'defer.refresh': () => {
      reviveTree(tree);
      return model.look(true);
    },
    'defer.scheduleFollowUp': () => scheduleFollowUp(services),
    ...deferActs(services),
    'defer.previewRun': onRows(row => previewRun(services, row)),
    'defer.addSample': () => addSample(services),
    'defer.openWalkthrough': () => openWalkthrough(extension.id),
    'defer.filter': () => filterTree(tree),
    'defer.groupBy': () => chooseGrouping(),
    'defer.clearFilter': () => clearFilter(tree),
    'defer.runAgain': onRows(row => run('run', { row, act: 'retry', input: { again: true } })),
    'defer.showTerminal': onRows(row => showTerminal(terminals, model, row)),
    'defer.copyPrompt': onRows(row => copyPrompt(model, row)),
    'defer.showRunPrompt': given => showKept(services, 'prompt', given),
    'defer.showRunOutput': given => showKept(services, 'output', given),
    'defer.showRunChanges': given => showKept(services, 'changes', given),
    'defer.openLine': onRows((row, _, given) => openLine(model, row ?? given)),
  };
  return new Map<string, Job>([
    ...verbs.map((verb): [string, Job] => [
      `defer.${verb.name}`,
      onRows(
        (row, rows, given) =>
          actOnSeveral(services, verb, rows, droppedOn(given, model)) ?? run(verb, { row, ...droppedOn(given, model) }),
      ),
    ]),
    ...PRESETS.map(({ command, title, ...fixed }): [string, Job] => [
      command,
      () => run({ ...findVerb('add'), title }, given(fixed)),
    ]),
    ['defer.park', given => parkConversation(services, given)],
    ['defer.show', given => showEntry(services, { pages: entryPages, tree }, given)],
    ['defer.edit', onRows(row => editEntry(services, row))],
    ['defer.duplicate', onRows(row => duplicateEntry(services, row))],
    ['defer.import', () => importFrom(services)],
    ['defer.export', () => exportTo(services)],
    ['defer.archive', () => archiveClosed(services)],
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
    [
      'defer.resume-run',
      onRows((row, _, given) => resumeRun(services, toRunRow(given)?.entry ?? row, toRunRow(given)?.token)),
    ],
  ]);
}
