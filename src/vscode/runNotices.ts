import * as vscode from 'vscode';
import { toRuns, type Run } from '../core/run.ts';
import type { EntryRow } from './rows.ts';
import type { ScheduleModel } from './scheduleModel.ts';
import { loudness } from './settings.ts';

const REOPEN = 'Reopen';
const SHOW = 'Show';
const AGAIN = 'Run Again';

/** What a notice offers, as commands. */
const COMMANDS: Readonly<Record<string, string>> = {
  [REOPEN]: 'defer.reopen',
  [SHOW]: 'defer.show',
  [AGAIN]: 'defer.run',
};

/**
 * Tells how a run that this window started has ended, once the file says so: what the editor says of its own tasks is
 * only a hint (RUNNING.md 4). Other windows, and whoever only reads the file, are left in peace.
 */
export class RunNotices implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly waiting = new Map<string, EntryRow>();
  private readonly listening: vscode.Disposable;

  constructor(model: ScheduleModel) {
    this.model = model;
    this.listening = model.onDidChange(() => this.tell());
  }

  /** Waits for the end of the run of a token. */
  expect(token: string, row: EntryRow): void {
    this.waiting.set(token, row);
  }

  dispose(): void {
    this.listening.dispose();
  }

  private tell(): void {
    for (const [token, { schedule, state }] of this.waiting) {
      // The file may have been read anew since: what is known of the entry is in the schedule, not in the row.
      const now = schedule.ledger.schedule.get(state.id);
      const run = now && toRuns(now.runEvents(), this.model.alive).find(one => one.token === token);
      if (now && run && run.outcome !== 'running') {
        this.waiting.delete(token);
        void this.show(run, { kind: 'entry', schedule, state: now });
      }
    }
  }

  private async show(run: Run, row: EntryRow): Promise<void> {
    if (loudness() === 'off') {
      return;
    }
    const chosen = await notice(run);
    const command = chosen === undefined ? undefined : COMMANDS[chosen];
    if (command !== undefined) {
      await vscode.commands.executeCommand(command, row);
    }
  }
}

function notice(run: Run): Thenable<string | undefined> {
  switch (run.outcome) {
    case 'ok':
      return vscode.window.showInformationMessage('Defer: the run ended well, and its entry is done.', REOPEN);
    case 'failed':
      return vscode.window.showWarningMessage(`Defer: the run failed with exit code ${run.exit_code}.`, SHOW, AGAIN);
    case 'unknown':
      return vscode.window.showWarningMessage('Defer: the end of the run was lost; nobody knows how it went.', SHOW);
    default:
      return Promise.resolve(undefined);
  }
}
