import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { viewEntry, type View } from '../../render/view/entryView.ts';
import { runText } from '../../render/text/runText.ts';
import { outcomeWord } from '../../render/view/statusWords.ts';
import { askEntry } from '../ask/askEntry.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { plainLabel } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';

/**
 * Opens the conversation of a past run again: of the run of a token, else of the one a person picks among those of the
 * entry, which is asked for as well where there is no row. Nothing happens where the person leaves.
 */
export async function resumeRun(
  { model, run: runVerb }: Pick<EditorServices, 'model' | 'run'>,
  row?: EntryRow,
  token?: string,
): Promise<void> {
  const verb = findVerb('resume-run');
  const chosen = row ?? (await askEntry('resume-run', model));
  if (!chosen) {
    return;
  }
  const run = token ?? (await pickRun(chosen, model.view));
  if (run !== undefined) {
    await runVerb(verb, { row: chosen, input: { run } });
  }
}

/** The token of the run that is meant; `last` where there is nothing to choose. Undefined where the person left. */
async function pickRun(row: EntryRow, view: View): Promise<string | undefined> {
  const runs = viewEntry(row.state, view).runs.filter(run => run.started_at !== null);
  if (runs.length < 2) {
    return 'last';
  }
  const items = runs.toReversed().map(run => ({ ...itemOf(run, view), token: run.token }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Defer: ${l10n.t('Open Conversation')}`,
    placeHolder: l10n.t('Open the conversation of which run?'),
  });
  return picked?.token;
}

function itemOf(run: Run, { horizon, zone }: View): vscode.QuickPickItem {
  const at = timeOf(run.started_at);
  return {
    label: plainLabel(at === undefined ? runText(run, horizon.now, zone) : describeMoment(at, horizon.now, zone)),
    description: plainLabel(
      run.exit_code === null
        ? outcomeWord(run.outcome)
        : l10n.t('{0}, exit code {1}', outcomeWord(run.outcome), run.exit_code),
    ),
  };
}
