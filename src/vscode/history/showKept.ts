import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';
import { clockOf, dayOf, runSummary } from '../../render/view/runHistory.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { recentRuns, toRunRow, type RunRow } from './historyRows.ts';
import { plainLabel } from '../say/notices.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

const TITLES = { prompt: 'Prompt of a Run', output: 'Output of a Run', changes: 'Changes of a Run' } as const;

/** Shows what is kept of a run: the one that a command was called on, else one that the person picks. */
export async function showKept(
  { model, run: runVerb }: Pick<EditorServices, 'model' | 'run'>,
  what: 'prompt' | 'output' | 'changes',
  given: unknown,
): Promise<void> {
  const title = TITLES[what];
  const run = toRunRow(given) ?? (await askRun(model, title));
  if (run) {
    await runVerb({ ...findVerb('history'), title }, { row: run.entry, input: { [what]: run.token } });
  }
}

/** Asks which run is meant. Undefined where the person left, or nothing has run. */
async function askRun(model: ScheduleModel, title: string): Promise<Pick<RunRow, 'entry' | 'token'> | undefined> {
  const { horizon, zone } = model.view;
  const items = (await recentRuns(model))
    .filter(({ run }) => run.outcome !== 'skipped')
    .map(past => ({
      label: plainLabel(cleanLine(past.entry.title)) || '(no title)',
      description: plainLabel(
        `${dayOf(past.at, horizon.now, zone)} ${clockOf(past.at, zone)} · ${runSummary(past, { now: horizon.now, zone })}`,
      ),
      token: past.run.token,
      entry: { kind: 'entry', state: past.state, schedule: past.tag } as const,
    }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage('Defer: nothing has run yet.');
    return undefined;
  }
  return vscode.window.showQuickPick(items, {
    title: `Defer: ${title}`,
    placeHolder: 'Which run?',
    matchOnDescription: true,
  });
}
