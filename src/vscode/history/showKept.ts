import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Run } from '../../core/rows/runEvents.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { clockOf, dayOf, runSummary } from '../../render/view/runHistory.ts';
import type { ListWords } from '../ask/listWords.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { recentRuns, toRunRow, type RunRow } from './historyRows.ts';
import { plainLabel } from '../say/notices.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

interface Words extends ListWords {
  /** Whether it may be kept of a run. */
  readonly fits: (run: Run) => boolean;
}

const words = (): Readonly<Record<'prompt' | 'output' | 'changes', Words>> => ({
  prompt: {
    title: l10n.t('Prompt of a Run'),
    question: l10n.t('Show the prompt of which run?'),
    none: l10n.t('No run has a prompt that was kept.'),
    fits: run => run.prompt_sha !== null,
  },
  output: {
    title: l10n.t('Output of a Run'),
    question: l10n.t('Show the output of which run?'),
    none: l10n.t('No automatic run has ended yet. What other runs print stays in their terminals.'),
    fits: run => run.unattended && run.outcome !== 'running',
  },
  changes: {
    title: l10n.t('Changes of a Run'),
    question: l10n.t('Show the changes of which run?'),
    none: l10n.t('No run changed a file.'),
    fits: run => (run.files ?? 0) > 0,
  },
});

/** Shows what is kept of a run: the one that a command was called on, else one that the person picks. */
export async function showKept(
  { model, run: runVerb }: Pick<EditorServices, 'model' | 'run'>,
  what: 'prompt' | 'output' | 'changes',
  given: unknown,
): Promise<void> {
  const asked = words()[what];
  const run = toRunRow(given) ?? (await askRun(model, asked));
  if (run) {
    await runVerb({ ...findVerb('history'), title: asked.title }, { row: run.entry, input: { [what]: run.token } });
  }
}

/** Asks which run is meant. Undefined where the person left, or nothing has run. */
async function askRun(
  model: ScheduleModel,
  { title, question, none, fits }: Words,
): Promise<Pick<RunRow, 'entry' | 'token'> | undefined> {
  const { horizon, zone } = model.view;
  const items = (await recentRuns(model))
    .filter(({ run }) => run.outcome !== 'skipped' && fits(run))
    .map(past => ({
      label: plainLabel(cleanLine(past.entry.title)) || l10n.t('(no title)'),
      description: plainLabel(
        `${dayOf(past.at, horizon.now, zone)} ${clockOf(past.at, zone)} · ${runSummary(past, { now: horizon.now, zone })}`,
      ),
      token: past.run.token,
      entry: { kind: 'entry', state: past.state, schedule: past.tag } as const,
    }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(`Defer: ${none}`);
    return undefined;
  }
  return vscode.window.showQuickPick(items, {
    title: `Defer: ${title}`,
    placeHolder: question,
    matchOnDescription: true,
  });
}
