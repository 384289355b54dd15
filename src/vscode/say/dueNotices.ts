import * as l10n from '@vscode/l10n';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { isQuiet } from '../../core/entry/runLimits.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { MINUTE, type Instant } from '../../core/basics/time.ts';
import { dueText } from '../../render/view/dueText.ts';
import { dueStates, runningStates } from '../../render/view/tally.ts';
import { deferHome, hashOf, toldPath, writeNew } from '../../runner/home/homeFiles.ts';
import { keepNewest } from '../../runner/home/keepNewest.ts';
import { loudness } from '../model/actSettings.ts';
import type { Failures } from '../model/failures.ts';
import { limits } from '../model/limitSettings.ts';
import { autoRun, timeZone } from '../model/settings.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { plainNotice } from './notices.ts';

/**
 * How far ahead a timer is set, in ms: past that the model's own tick finds out. A long timer does not survive sleep.
 */
const SOON = MINUTE;
const JUST_AFTER = 50;

/** How many notices this machine remembers as shown. */
const MOST_TOLD = 2000;

const run = (): string => l10n.t('Run');
const snooze = (): string => l10n.t('Snooze…');
const done = (): string => l10n.t('Done');
const review = (): string => l10n.t('Review');

/** What each button does. */
const commands = (): Readonly<Record<string, string>> => ({
  [run()]: 'defer.run',
  [snooze()]: 'defer.snooze',
  [done()]: 'defer.done',
  [review()]: 'defer.reviewDue',
});

/**
 * Says at the moment that something becomes due, by name; several at once in one message. What was due when the window
 * was opened is the banner's business. It speaks in the window that is looked at, in one window of this machine, not in
 * quiet hours (then afterwards), and once for each entry and due time. What starts by itself is not told of.
 */
export class DueNotices implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly failures: Failures;
  private readonly since: Instant;
  private readonly told = new Set<string>();
  private readonly listening: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  /** `since`: from when on it tells what becomes due, ms UTC. */
  constructor(model: ScheduleModel, failures: Failures, since: Instant) {
    this.model = model;
    this.failures = failures;
    this.since = since;
    this.listening = model.onDidChange(() => this.look());
    this.look();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listening.dispose();
  }

  private look(): void {
    clearTimeout(this.timer);
    const { now, tally } = this.model;
    const wait = (tally.next ?? Infinity) - now;
    if (wait <= SOON && vscode.window.state.focused) {
      this.timer = setTimeout(() => this.model.tell(true), Math.max(0, wait) + JUST_AFTER);
    }
    this.failures.watch(l10n.t('Reporting what is due'), this.tell());
  }

  private async tell(): Promise<void> {
    const own = limits();
    const isQuietNow = !isRefusal(own) && isQuiet(own, this.model.now, timeZone());
    if (loudness() !== 'all' || !vscode.window.state.focused || !vscode.workspace.isTrusted || isQuietNow) {
      return;
    }
    const news: EntryRow[] = [];
    for (const row of this.news()) {
      const name = nameOf(row);
      if (!this.told.has(name)) {
        this.told.add(name);
        // Another window may have told of it.
        if (await writeNew(toldPath(deferHome(), name), '')) {
          news.push(row);
        }
      }
    }
    const [first] = news;
    if (first) {
      await keepNewest(dirname(toldPath(deferHome(), 'any')), MOST_TOLD);
      const entries = news.map(({ state }) => toEntry(state));
      const text = plainNotice(`Defer: ${dueText(entries)}`);
      const chosen = await vscode.window.showInformationMessage(text, ...offers(entries));
      const command = chosen === undefined ? undefined : commands()[chosen];
      await (command && vscode.commands.executeCommand(command, command === 'defer.reviewDue' ? undefined : first));
    }
  }

  /** What became due since, in the order of its time. */
  private news(): readonly EntryRow[] {
    const { model, since } = this;
    return model.schedules.flatMap(schedule => {
      const running = new Set(runningStates(schedule.ledger.schedule, model.alive));
      return dueStates(schedule.ledger.schedule, model.now)
        .filter(state => state.due > since && !running.has(state))
        .filter(({ id }) => !(autoRun() && schedule.approved?.get(id) === true))
        .map(state => ({ kind: 'entry', state, schedule }) as const);
    });
  }
}

/** An entry that is snoozed, or comes again, is told of again. */
const nameOf = ({ state, schedule }: EntryRow): string =>
  hashOf('due', schedule.folder.uri.fsPath, state.id, String(state.due));

function offers([only, ...more]: readonly Entry[]): readonly string[] {
  if (!only || more.length > 0) {
    return [review()];
  }
  const canRun = only.kind === 'prompt' || only.kind === 'command';
  return [...(canRun ? [run()] : []), snooze(), done()];
}
