import * as vscode from 'vscode';
import { readback } from '../core/readback.ts';
import type { Run } from '../core/run.ts';
import { fromIso } from '../core/time.ts';
import { picture, type View } from '../render/picture.ts';
import { runText } from '../render/text.ts';
import { askEntry } from './askEntry.ts';
import { findVerb } from './findVerb.ts';
import { plainLabel } from './notices.ts';
import type { EntryRow } from './rows.ts';
import { runVerb, type Desk } from './verbCommands.ts';

/**
 * Opens the conversation of a past run again: of the run of a token, else of the one a person picks among those of the
 * entry, which is asked for as well where there is no row. Nothing happens where the person leaves.
 */
export async function resumeRun(desk: Desk, row?: EntryRow, token?: string): Promise<void> {
  const verb = findVerb('resume-run');
  const chosen = row ?? (await askEntry(verb.name, verb.title, desk.model));
  if (!chosen) {
    return;
  }
  const run = token ?? (await pickRun(chosen, desk.model.view));
  if (run !== undefined) {
    await runVerb(desk, verb, { row: chosen, input: { run } });
  }
}

/** The token of the run that is meant; `last` where there is nothing to choose. Undefined where the person left. */
async function pickRun(row: EntryRow, view: View): Promise<string | undefined> {
  const runs = picture(row.state, view).runs.filter(run => run.started_at !== null);
  if (runs.length < 2) {
    return 'last';
  }
  const items = runs.toReversed().map(run => ({ ...itemOf(run, view), token: run.token }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Defer: Resume This Run',
    placeHolder: 'Which run?',
  });
  return picked?.token;
}

function itemOf(run: Run, { horizon, zone }: View): vscode.QuickPickItem {
  const at = fromIso(run.started_at ?? '')?.at;
  return {
    label: plainLabel(at === undefined ? runText(run) : readback(at, horizon.now, zone)),
    description: plainLabel(run.exit_code === null ? run.outcome : `${run.outcome}, exit code ${run.exit_code}`),
  };
}
