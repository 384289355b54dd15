import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunEvent } from '../../core/rows/runEvents.ts';
import { deferHome } from '../../store/disk/deferHome.ts';
import { SCHEDULE_FILE } from '../../store/disk/place.ts';
import { openUndoJournal } from '../../store/undoJournal.ts';
import { canUndo } from '../../verbs/undo/undoable.ts';
import { CLOSED_TOO, ENTRY_ACTS, fits, keyOfAct, wordsIn, type EntryAct } from '../tree/rowWords.ts';
import type { Failures } from '../model/failures.ts';
import { OneAtATime } from '../model/oneAtATime.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** How many closed entries are searched for something that few of them have, such as a prompt. */
const MOST_CLOSED = 500;

/** What may be kept of a run, and how its events show that. */
const KEPT: Readonly<Record<'prompt' | 'output' | 'changes', (event: RunEvent) => boolean>> = {
  prompt: event => event.prompt_sha !== undefined,
  output: event => event.unattended === true && event.event === 'ended',
  changes: event => event.event === 'ended' && (event.changes?.files ?? 0) > 0,
};

/**
 * Keeps the context keys up to date by which the palette and the menus offer only what can act (`PALETTE` in
 * commandTable.ts). Each is set only when it changes.
 */
export class ContextKeys implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly failures: Failures;
  private readonly said = new Map<string, boolean>();
  private readonly looks = new OneAtATime(() =>
    this.say().catch((error: unknown) => this.failures.reportOnce(l10n.t('Setting context keys'), error)),
  );
  private readonly listening: vscode.Disposable;
  private readonly undo = openUndoJournal(deferHome());

  constructor(model: ScheduleModel, failures: Failures) {
    this.model = model;
    this.failures = failures;
    this.listening = model.onDidChange(() => void this.looks.run());
    void this.looks.run();
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async say(): Promise<void> {
    // The tree is drawn first.
    await setImmediate();
    const keys = new Map<string, boolean>();
    const acts = actsFor(this.model);
    ENTRY_ACTS.forEach(act => keys.set(keyOfAct(act), acts.has(act)));
    const kept = keptOfRuns(this.model);
    Object.keys(KEPT).forEach(what => keys.set(`defer.kept.${what}`, kept.has(what)));
    const { schedules, tally } = this.model;
    keys.set('defer.hasRuns', schedules.some(hasRuns));
    keys.set('defer.hasDue', tally.overdue > 0 || acts.has('accept'));
    keys.set(
      'defer.hasFile',
      schedules.some(({ folder }) => existsSync(join(folder.uri.fsPath, SCHEDULE_FILE))),
    );
    const ledgers = schedules.map(({ ledger }) => ledger);
    keys.set('defer.canUndo', await canUndo({ ledgers, undo: this.undo }));
    for (const [key, value] of keys) {
      if (this.said.get(key) !== value) {
        this.said.set(key, value);
        await vscode.commands.executeCommand('setContext', key, value);
      }
    }
  }
}

/** What can be done to at least one entry. Stops looking once that is everything. */
function actsFor(model: ScheduleModel): ReadonlySet<EntryAct> {
  const found = new Set<EntryAct>();
  const { view } = model;
  for (const schedule of model.schedules) {
    const { ledger } = schedule;
    if (ledger.leftOutUpTo > 0) {
      // Closed entries that were not read: that there are some is all that is known of them.
      (['show', 'line', 'duplicate', 'reopen'] as const).forEach(act => found.add(act));
    }
    let missing = ENTRY_ACTS.filter(act => !found.has(act));
    let closed = 0;
    for (const state of ledger.schedule.some()) {
      const wanted = state.isOpen ? missing : missing.filter(act => CLOSED_TOO.has(act));
      closed += Number(!state.isOpen);
      if (wanted.length === 0 || closed > MOST_CLOSED) {
        continue;
      }
      const words = wordsIn({ kind: 'entry', state, schedule }, view);
      const fitting = wanted.filter(act => fits(act, words));
      if (fitting.length > 0) {
        fitting.forEach(act => found.add(act));
        missing = missing.filter(act => !found.has(act));
      }
    }
  }
  return found;
}

/** Which of `KEPT` there is of at least one run. */
function keptOfRuns({ schedules }: ScheduleModel): ReadonlySet<string> {
  const found = new Set<string>();
  const names = Object.entries(KEPT);
  for (const { ledger } of schedules) {
    for (const state of ledger.schedule.some()) {
      if (found.size === names.length) {
        return found;
      }
      if (state.hasRuns) {
        const events = state.runEvents();
        names.filter(([, isKept]) => events.some(isKept)).forEach(([name]) => found.add(name));
      }
    }
  }
  return found;
}

const hasRuns = ({ ledger }: ScheduleModel['schedules'][number]): boolean => {
  for (const state of ledger.schedule.some()) {
    if (state.hasRuns) {
      return true;
    }
  }
  return ledger.leftOutUpTo > 0;
};
