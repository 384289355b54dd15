import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { instant, SECOND } from '../../core/basics/time.ts';
import { toRuns, type Run } from '../../core/rows/runEvents.ts';
import { askEntry } from '../ask/askEntry.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { showRefusal } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { goingRun } from '../tree/rowWords.ts';

/**
 * How long a runner may go on after it has written the end of its run, in ms: it keeps a few things in the home then.
 */
const AFTER_END = 2 * SECOND;

/** A claim from so long ago that it counts as going on only if its token was used. */
const LONG_AGO = instant(0);

/**
 * The terminals of runs that this window has. The editor tells the arguments of each, until the window is loaded anew,
 * and among them is the token of its run. Closes those of runs that nobody watched once they ended well.
 */
export class RunTerminals implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly closing = new Map<vscode.Terminal, NodeJS.Timeout>();
  private readonly listening: vscode.Disposable;

  constructor(model: ScheduleModel) {
    this.model = model;
    this.listening = model.onDidChange(() => this.closeEnded());
  }

  dispose(): void {
    this.listening.dispose();
    this.closing.forEach(timer => clearTimeout(timer));
  }

  /** The terminal of a run; undefined where this window has none, or a person closed it. */
  of(token: string): vscode.Terminal | undefined {
    return vscode.window.terminals.find(terminal => tokenOf(terminal) === token);
  }

  /** Brings the terminal of an entry's run to the front, or says why it cannot. */
  show(row: EntryRow): void {
    const runs = this.runsOf(row);
    const run = goingRun(row.state, runs) ?? runs.find(({ outcome }) => outcome === 'running');
    const terminal = run && this.of(run.token);
    if (terminal) {
      terminal.show();
    } else {
      showRefusal(
        run
          ? l10n.t(
              'This window does not have the terminal of that run: it was started elsewhere, or before this window was loaded again.',
            )
          : l10n.t('This entry is not running.'),
      );
    }
  }

  /** Closes what earlier runs of an entry left open: one that fails every day keeps one terminal. */
  closeEarlier(row: EntryRow): void {
    for (const run of this.runsOf(row)) {
      if (run.unattended && run.outcome !== 'running' && !this.isGoing(run.token)) {
        this.of(run.token)?.dispose();
      }
    }
  }

  private closeEnded(): void {
    for (const terminal of vscode.window.terminals) {
      const token = tokenOf(terminal);
      const run = token === undefined || this.closing.has(terminal) ? undefined : this.runOf(token);
      if (run?.unattended && isWell(run)) {
        const close = (): void => {
          this.closing.delete(terminal);
          if (!this.isGoing(run.token)) {
            terminal.dispose();
          }
        };
        this.closing.set(terminal, setTimeout(close, AFTER_END));
      }
    }
  }

  /** Whether the runner of a token still works, whatever a row says of its run. Closing its terminal would end it. */
  private isGoing(token: string): boolean {
    return this.model.alive({ token, started: false, at: LONG_AGO, pid: null, host: null });
  }

  private runOf(token: string): Run | undefined {
    for (const { ledger } of this.model.schedules) {
      for (const state of ledger.schedule.some()) {
        if (state.hasRuns && state.runEvents().some(event => event.token === token)) {
          return toRuns(state.runEvents(), this.model.alive).find(run => run.token === token);
        }
      }
    }
    return undefined;
  }

  private runsOf({ state, schedule }: EntryRow): readonly Run[] {
    // The file may have been read anew since the row was drawn.
    const now = schedule.ledger.schedule.get(state.id) ?? state;
    return toRuns(now.runEvents(), this.model.alive);
  }
}

/** Shows the terminal of an entry that is running: the given one, else one that the person picks. */
export async function showTerminal(
  terminals: RunTerminals,
  model: ScheduleModel,
  given: EntryRow | undefined,
): Promise<void> {
  const row = given ?? (await askEntry('terminal', model));
  if (row) {
    terminals.show(row);
  }
}

/** Whether nothing is to be looked at in the terminal of a run that has ended. */
const isWell = ({ outcome, asks }: Run): boolean =>
  outcome === 'ok' || outcome === 'stopped' || (outcome === 'limit' && !asks);

/** The token of the run that a terminal was opened for; undefined for every other terminal. */
function tokenOf({ creationOptions }: vscode.Terminal): string | undefined {
  const words = 'shellArgs' in creationOptions ? creationOptions.shellArgs : undefined;
  const place = Array.isArray(words) ? words.indexOf('exec') : -1;
  const token = place < 0 ? undefined : words?.[place + 1];
  return token !== undefined && /^[0-9a-f]{32,64}$/.test(token) ? token : undefined;
}
