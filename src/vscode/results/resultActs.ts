import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import { recordOf } from '../../core/rows/fieldValues.ts';
import { toRuns } from '../../core/rows/runEvents.ts';
import { resultRowText, resultTitle } from '../../render/results/resultWords.ts';
import { resultPath } from '../../runner/results/resultRecord.ts';
import { deferHome } from '../../store/disk/deferHome.ts';
import type { Reply } from '../../verbs/verb.ts';
import type { RunResult } from '../../verbs/resultDesk.ts';
import { plainLabel, plainNotice, showDone, showRefusal } from '../say/notices.ts';
import type { ResultAct } from '../wiring/commandTable.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { openChanges } from './reviewChanges.ts';
import type { Results } from './resultParts.ts';
import { toResult } from './resultRow.ts';
import { entryOfResult, hasWorktree, mayGoOn } from './resultRows.ts';

const asBranch = (): string => l10n.t('Keep as Branch…');
const copy = (): string => l10n.t('Copy Command');

/** What acts on results touch. */
export type ResultServices = Pick<EditorServices, 'model' | 'run' | 'hostFor' | 'results'>;

interface Act {
  /** The title of the box that asks which result is meant. */
  readonly title: string;
  readonly question: string;
  readonly fits?: (result: RunResult, services: ResultServices) => boolean;
  run(services: ResultServices, result: RunResult): Promise<unknown>;
}

const acts = (): Readonly<Record<ResultAct, Act>> => ({
  review: { title: l10n.t('Review Changes'), question: l10n.t('Review the changes of which result?'), run: review },
  keep: { title: l10n.t('Keep Result'), question: l10n.t('Keep which result?'), run: keep },
  keepAsBranch: {
    title: l10n.t('Keep Result as Branch'),
    question: l10n.t('Keep which result as a branch?'),
    run: keepAsBranch,
  },
  discard: { title: l10n.t('Discard Result'), question: l10n.t('Discard which result?'), run: discard },
  goOn: {
    title: l10n.t('Go On with Result'),
    question: l10n.t('Go on with which result?'),
    fits: (result, { model }) => mayGoOn(result, model),
    run: goOn,
  },
  openWorktree: {
    title: l10n.t('Open Worktree of Result'),
    question: l10n.t('Open the worktree of which result?'),
    fits: hasWorktree,
    run: openWorktree,
  },
  copyBranch: {
    title: l10n.t('Copy Branch of Result'),
    question: l10n.t('Copy the branch of which result?'),
    run: copyBranch,
  },
});

/** Does something with a result: that of the row a command was called on, else one that the person picks. */
export async function actOnResult(services: ResultServices, act: ResultAct, given: unknown): Promise<void> {
  const asked = acts()[act];
  const { fits = () => true, run } = asked;
  const { watch } = await services.results();
  const fitting = watch.waiting.filter(one => fits(one, services));
  const result = toResult(given) ?? (await askResult(asked, fitting, services));
  if (result) {
    await run(services, result);
    await watch.look();
  }
}

/** The result of a run, where that waits for a person. Nothing is loaded for a run that has no record. */
export async function resultOf(token: string, results: () => Promise<Results>): Promise<RunResult | undefined> {
  if (!existsSync(resultPath(deferHome(), token))) {
    return undefined;
  }
  const { watch } = await results();
  await watch.look();
  return watch.waiting.find(one => one.token === token);
}

async function askResult(
  { title, question }: Act,
  fitting: readonly RunResult[],
  { model }: ResultServices,
): Promise<RunResult | undefined> {
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage(`Defer: ${l10n.t('No results for that.')}`);
    return undefined;
  }
  const items = fitting.map(result => ({
    label: plainLabel(resultTitle(result)),
    description: plainLabel(resultRowText(result, model.now)),
    result,
  }));
  const asked = { title: `Defer: ${title}`, placeHolder: question, matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, asked))?.result;
}

/** Opens the differences. Who has looked at them has read the result. */
async function review({ results }: ResultServices, result: RunResult): Promise<void> {
  const { watch, files } = await results();
  await openChanges(result, files);
  await watch.desk.markRead(result.token);
}

async function keep(services: ResultServices, result: RunResult): Promise<void> {
  const reply = await askVerb(services, 'keep', { run: result.token });
  if (reply?.ok === false) {
    const chosen = await vscode.window.showWarningMessage(`Defer: ${plainNotice(reply.why)}`, asBranch());
    await (chosen === asBranch() ? keepAsBranch(services, result) : undefined);
  } else {
    tell(reply);
  }
}

async function keepAsBranch(services: ResultServices, result: RunResult): Promise<void> {
  const name = await vscode.window.showInputBox({
    ...{ title: l10n.t('Defer: Keep as Branch'), value: result.branch, ignoreFocusOut: true },
    prompt: l10n.t('The name of the branch. The worktree is taken away.'),
    validateInput: text => (text.trim() === '' ? l10n.t('A branch needs a name.') : undefined),
  });
  if (name !== undefined) {
    tell(await askVerb(services, 'keep', { run: result.token, as_branch: name.trim() }));
  }
}

/** The verb asks first, and names what would be lost. What brings it back can be copied. */
async function discard(services: ResultServices, result: RunResult): Promise<void> {
  const reply = await askVerb(services, 'discard', { run: result.token });
  const ref = reply?.ok === true ? recordOf(reply.value)['ref'] : undefined;
  if (typeof ref !== 'string' || !reply?.ok) {
    tell(reply);
  } else if ((await vscode.window.showInformationMessage(`Defer: ${plainNotice(reply.say)}`, copy())) === copy()) {
    await vscode.env.clipboard.writeText(`git branch ${result.branch} ${ref}`);
    showDone(l10n.t('The command is on the clipboard.'));
  }
}

/** Schedules something for the same conversation, in the same worktree. Only times and words are asked for. */
async function goOn(services: ResultServices, result: RunResult): Promise<void> {
  const { model, run, hostFor } = services;
  const row = entryOfResult(result, model);
  const past = row && toRuns(row.state.runEvents(), model.alive).find(({ token }) => token === result.token);
  if (!row || !past) {
    showRefusal(l10n.t('The run of that result is not in the schedule any more. Open its worktree instead.'));
    return;
  }
  const { ledger } = row.schedule;
  const entry = toEntry(row.state);
  const session = past.session ?? (isBoundSession(entry.session ?? '') ? entry.session : undefined);
  const name = `run:${past.token.slice(0, 16)}`;
  const kept = { token: past.token, agent: result.agent, ...(session !== undefined && { session }) };
  if (!(await hostFor([ledger]).records?.keepSession(kept, ledger.folder, name))) {
    showRefusal(l10n.t('The conversation of that run is not known on this machine. Open its worktree instead.'));
    return;
  }
  const bound = { agent: result.agent, mode: 'callback', session: name, in: 'worktree' };
  await run({ ...findVerb('add'), title: l10n.t('Go On…') }, { into: ledger, input: bound });
}

async function openWorktree(_services: ResultServices, { worktree }: RunResult): Promise<void> {
  const folder = vscode.Uri.file(worktree);
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
}

async function copyBranch(_services: ResultServices, { branch }: RunResult): Promise<void> {
  await vscode.env.clipboard.writeText(branch);
  showDone(l10n.t('The name of the branch is on the clipboard.'));
}

const askVerb = (
  { model, run }: ResultServices,
  verb: 'keep' | 'discard',
  input: Readonly<Record<string, string>>,
): Promise<Reply | undefined> =>
  run(verb, { ready: { input, ledgers: model.schedules.map(({ ledger }) => ledger) }, isTold: true });

/** Says what came of it, where it stays to be read: how discarded work is found again is in there. */
function tell(reply: Reply | undefined): void {
  if (reply?.ok) {
    void vscode.window.showInformationMessage(`Defer: ${plainNotice(reply.say)}`);
  } else if (reply) {
    showRefusal(reply.why);
  }
}
