import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { retryDelay } from '../../core/entry/backoff.ts';
import { isSilent } from '../../core/agent/nothingToReport.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { HOUR, MINUTE, SECOND, type Duration } from '../../core/basics/time.ts';
import { runEndText } from '../../render/view/runEndText.ts';
import { backoffOf } from '../../runner/exec/backoffSettings.ts';
import { deferHome } from '../../runner/home/homeFiles.ts';
import { endOfRun } from '../../runner/exec/runEnd.ts';
import type { RunRow } from '../history/historyRows.ts';
import type { RunTerminals } from '../run/runTerminals.ts';
import type { RunResult } from '../../verbs/resultDesk.ts';
import type { ResultRef } from '../results/resultRow.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { plainNotice } from './notices.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { loudness, retrySettings } from '../model/actSettings.ts';

/** A run, as commands on one are given it. */
type RunRef = Pick<RunRow, 'kind' | 'id' | 'token' | 'entry'>;

/** What the buttons of a message need. */
export interface NoticeParts {
  readonly failures: Failures;
  readonly terminals: RunTerminals;
  /** Puts an entry off until a time. */
  readonly snooze: (row: EntryRow, when: string) => Promise<unknown>;
  /** What a run in a worktree left, where that waits for a person. */
  readonly resultOf: (token: string) => Promise<RunResult | undefined>;
}

/**
 * Tells how a run that this window started has ended, once this machine's own record says so: what the editor says of
 * its own tasks is only a hint (docs/running.md, "At most once"), and a row may be anybody's. Other windows, and
 * whoever only reads the file, are left in peace.
 */
export class RunNotices implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly parts: NoticeParts;
  private readonly waiting = new Map<string, EntryRow>();
  private readonly listening: vscode.Disposable;

  constructor(model: ScheduleModel, parts: NoticeParts) {
    this.model = model;
    this.parts = parts;
    this.listening = model.onDidChange(() => this.tell());
  }

  /** Waits for the end of the run of a token, which may have come before the editor said that it began. */
  expect(token: string, row: EntryRow): void {
    this.waiting.set(token, row);
    this.tell();
  }

  dispose(): void {
    this.listening.dispose();
  }

  private tell(): void {
    for (const [token, row] of this.waiting) {
      this.parts.failures.watch(l10n.t('Reporting the end of a run'), this.tellOf(token, row));
    }
  }

  private async tellOf(token: string, { schedule, state }: EntryRow): Promise<void> {
    // The file may have been read anew since: what is known of the entry is in the schedule, not in the row.
    const { alive } = this.model;
    // That a file cannot be read is shown as a problem of its own, and told of again once it can be.
    const ended = await endOfRun({ ledger: schedule.ledger, home: deferHome() }, state.id, token, alive).catch(
      () => undefined,
    );
    if (ended && this.waiting.delete(token)) {
      await this.show(ended.run, { kind: 'entry', schedule, state: ended.state });
    }
  }

  private async show(run: Run, row: EntryRow): Promise<void> {
    const text = runEndText(run, toEntry(row.state));
    if (loudness() === 'off' || text === undefined || isSilent(run)) {
      return;
    }
    const offers = await this.offersOf(run, row);
    const isGood = run.outcome === 'ok' || (run.outcome === 'limit' && !run.asks);
    const { showInformationMessage, showWarningMessage } = vscode.window;
    const say = isGood ? showInformationMessage : showWarningMessage;
    const chosen = await say(plainNotice(`Defer: ${text}`), ...offers.map(({ label }) => label));
    const offer = offers.find(({ label }) => label === chosen);
    if (offer) {
      this.parts.failures.watch(offer.label, Promise.resolve(offer.act()));
    }
  }

  /** What is offered with the message at the end of a run, the likeliest first. */
  private async offersOf(run: Run, row: EntryRow): Promise<readonly Offer[]> {
    const entry = toEntry(row.state);
    const result = await this.parts.resultOf(run.token);
    const changes = result
      ? offersForResult(result, run.outcome === 'ok')
      : (run.files ?? 0) > 0
        ? [offerChanges(run, row)]
        : [];
    if (run.outcome === 'failed') {
      const terminal = this.parts.terminals.of(run.token);
      const look = terminal ? { label: l10n.t('Show Terminal'), act: () => terminal.show() } : command(show(), row);
      return [...changes, ...this.retryOf(row), look, command({ label: l10n.t('Retry Now'), name: 'defer.run' }, row)];
    }
    // A repeat is open still, at its next time.
    const isClosed = run.outcome === 'ok' && !entry.isOpen;
    return result ? changes : [...changes, command(isClosed ? reopen() : show(), row)];
  }

  private retryOf(row: EntryRow): readonly Offer[] {
    const wait = retryAfter(row);
    const when = wait === undefined ? '' : shortest(wait);
    return when === '' ? [] : [{ label: l10n.t('Retry in {0}', when), act: () => this.parts.snooze(row, when) }];
  }
}

/** A button of a message. */
interface Offer {
  readonly label: string;
  act(): unknown;
}

const show = () => ({ label: l10n.t('Show'), name: 'defer.show' });
const reopen = () => ({ label: l10n.t('Reopen'), name: 'defer.reopen' });

const command = ({ label, name }: ReturnType<typeof show>, given: unknown): Offer => ({
  label,
  act: () => vscode.commands.executeCommand(name, given),
});

/** Work that may be half done is looked at before it is kept. */
const offersForResult = (result: RunResult, isWhole: boolean): readonly Offer[] => {
  const given: ResultRef = { kind: 'result', result };
  return [
    command({ label: l10n.t('Review Changes'), name: 'defer.reviewChanges' }, given),
    ...(isWhole ? [command({ label: l10n.t('Keep'), name: 'defer.keep' }, given)] : []),
  ];
};

function offerChanges({ token }: Run, entry: EntryRow): Offer {
  const given: RunRef = { kind: 'run', id: entry.state.id, token, entry };
  return command({ label: l10n.t('Show Changes'), name: 'defer.showRunChanges' }, given);
}

/** Until a failed run is tried again, where it has retries left: a person may ask for what unwatched runs do. */
function retryAfter({ state }: EntryRow): Duration | undefined {
  const { status, attempts, maxRetries } = toEntry(state);
  return status === 'failed' && attempts <= maxRetries
    ? retryDelay(attempts, backoffOf(process.env, retrySettings()), 0.5)
    : undefined;
}

/** A wait for a button, and as a person would type it: `45s`, `4m`, `1h`. */
function shortest(wait: Duration): string {
  const [unit, name] = wait < MINUTE ? [SECOND, 's'] : wait < HOUR ? [MINUTE, 'm'] : [HOUR, 'h'];
  return `${Math.max(1, Math.round(wait / unit))}${name}`;
}
