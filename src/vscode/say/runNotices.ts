import * as vscode from 'vscode';
import { retryDelay } from '../../core/entry/backoff.ts';
import { isSilent } from '../../core/agent/nothingToReport.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { HOUR, MINUTE, SECOND, type Duration } from '../../core/basics/time.ts';
import { runEndText } from '../../render/view/runEndText.ts';
import { backoffOf } from '../../runner/exec/backoffSettings.ts';
import { endOfRun } from '../../runner/exec/runEnd.ts';
import type { RunRow } from '../history/historyRows.ts';
import type { RunTerminals } from '../run/runTerminals.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { plainNotice } from './notices.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { loudness, retrySettings } from '../model/actSettings.ts';

const REOPEN = 'Reopen';
const SHOW = 'Show';
const AGAIN = 'Run Again';
const CHANGES = 'Show Changes';
const TERMINAL = 'Show Terminal';

/** What a notice offers, as commands. */
const COMMANDS: Readonly<Record<string, string>> = {
  [REOPEN]: 'defer.reopen',
  [SHOW]: 'defer.show',
  [AGAIN]: 'defer.run',
};

/** A run, as commands on one are given it. */
type RunRef = Pick<RunRow, 'kind' | 'id' | 'token' | 'entry'>;

/** Puts an entry off until a time. */
export type Snooze = (row: EntryRow, when: string) => Promise<unknown>;

/**
 * Tells how a run that this window started has ended, once the file says so: what the editor says of its own tasks is
 * only a hint (docs/running.md, "At most once"). Other windows, and whoever only reads the file, are left in peace.
 */
export class RunNotices implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly snooze: Snooze;
  private readonly terminals: RunTerminals;
  private readonly waiting = new Map<string, EntryRow>();
  private readonly listening: vscode.Disposable;

  constructor(model: ScheduleModel, terminals: RunTerminals, snooze: Snooze) {
    this.model = model;
    this.terminals = terminals;
    this.snooze = snooze;
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
      void this.tellOf(token, row);
    }
  }

  private async tellOf(token: string, { schedule, state }: EntryRow): Promise<void> {
    // The file may have been read anew since: what is known of the entry is in the schedule, not in the row.
    const { alive } = this.model;
    // That a file cannot be read is shown as a problem of its own, and told of again once it can be.
    const ended = await endOfRun(schedule.ledger, state.id, token, alive).catch(() => undefined);
    if (ended && this.waiting.delete(token)) {
      await this.show(ended.run, { kind: 'entry', schedule, state: ended.state });
    }
  }

  private async show(run: Run, row: EntryRow): Promise<void> {
    if (loudness() === 'off' || isSilent(run)) {
      return;
    }
    const wait = retryOf(row);
    const retry = wait === undefined ? undefined : `Retry in ${shortest(wait)}`;
    const terminal = this.terminals.of(run.token);
    const chosen = await notice(run, toEntry(row.state), { retry, hasTerminal: terminal !== undefined });
    if (chosen === TERMINAL) {
      terminal?.show();
    }
    if (wait !== undefined && chosen === retry) {
      await this.snooze(row, shortest(wait));
      return;
    }
    const command = chosen === undefined ? undefined : COMMANDS[chosen];
    if (command !== undefined) {
      await vscode.commands.executeCommand(command, row);
    }
    if (chosen === CHANGES) {
      const ofRun: RunRef = { kind: 'run', id: row.state.id, token: run.token, entry: row };
      await vscode.commands.executeCommand('defer.showRunChanges', ofRun);
    }
  }
}

/** Until a failed run is tried again, where it has retries left: a person may ask for what unwatched runs do. */
function retryOf({ state }: EntryRow): Duration | undefined {
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

/** Says how a run ended, and gives what a person chose of what is offered. */
function notice(
  run: Run,
  entry: Entry,
  { retry, hasTerminal }: { readonly retry: string | undefined; readonly hasTerminal: boolean },
): Thenable<string | undefined> {
  const text = runEndText(run, entry);
  if (text === undefined) {
    return Promise.resolve(undefined);
  }
  const changes = (run.files ?? 0) > 0 ? [CHANGES] : [];
  const isGood = run.outcome === 'ok' || (run.outcome === 'limit' && !run.asks);
  const { showInformationMessage, showWarningMessage } = vscode.window;
  const offers =
    run.outcome === 'failed'
      ? [...(retry === undefined ? [] : [retry]), hasTerminal ? TERMINAL : SHOW, AGAIN]
      : // A repeat is open still, at its next time.
        [run.outcome === 'ok' && !entry.isOpen ? REOPEN : SHOW];
  return (isGood ? showInformationMessage : showWarningMessage)(plainNotice(`Defer: ${text}`), ...changes, ...offers);
}
