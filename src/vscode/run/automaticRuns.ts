import * as l10n from '@vscode/l10n';
import { watch, type FSWatcher } from 'node:fs';
import * as vscode from 'vscode';
import { cameUpAt } from '../../core/entry/automatic.ts';
import { toRuns } from '../../core/rows/runEvents.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Approvals, Launcher } from '../../verbs/host.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { giveTo, tellMissing } from '../agents/missingAgent.ts';
import { deferHome } from '../../runner/home/homeFiles.ts';
import { allowFolder } from '../../runner/home/allowFolder.ts';
import { dueForAgents, runByItself } from '../../verbs/running/startByItself.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import type { Failures } from '../model/failures.ts';
import { OneAtATime } from '../model/oneAtATime.ts';
import { rowNamed } from '../tree/rowNamed.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import { autoRun } from '../model/settings.ts';

/** What automatic runs touch: `hostFor` with what approves. */
export interface AutomaticParts extends Pick<EditorServices, 'model' | 'hostFor' | 'run'> {
  readonly launcher: Launcher;
  readonly approvals: Approvals;
  readonly tree: ScheduleTree;
  readonly failures: Failures;
  /** Says that an entry failed too often in a row. */
  readonly tellHeld: () => Promise<void>;
}

/**
 * Marks what was allowed to run without a person and, where the person's settings say so, starts it once it falls due,
 * one after another. It looks when the model has looked, and when something was allowed somewhere else; it starts runs
 * in trusted workspaces only. What was late when this window first saw a schedule is left to the person; that there is
 * only one start is the claim's business.
 */
export class AutomaticRuns implements vscode.Disposable {
  private readonly parts: AutomaticParts;
  private readonly listening: vscode.Disposable;
  /** Since when each schedule is watched. */
  private readonly since = new Map<Ledger, Instant>();
  /** The agents of which the person was told that they are not installed. */
  private readonly missed = new Set<string>();
  private allowed: FSWatcher | undefined;
  private readonly looks = new OneAtATime(() => this.lookOnce());

  constructor(parts: AutomaticParts) {
    this.parts = parts;
    this.listening = parts.model.onDidChange(() => this.lookSoon());
    this.lookSoon();
  }

  dispose(): void {
    this.listening.dispose();
    this.allowed?.close();
  }

  /** `defer allow` in a terminal changes nothing of the schedule. Without a watch the next look finds it. */
  private watchAllowed(): void {
    const close = (): void => {
      this.allowed?.close();
      this.allowed = undefined;
    };
    try {
      this.allowed ??= watch(allowFolder(deferHome()), { persistent: false }, () => this.lookSoon()).on('error', close);
    } catch {
      // There is no such folder before the first time.
    }
  }

  /** One look at a time; of those that come meanwhile one more. */
  private lookSoon(): void {
    void this.looks.run();
  }

  private async lookOnce(): Promise<void> {
    this.watchAllowed();
    this.sight();
    await this.look().catch((error: unknown) => this.parts.failures.reportOnce(l10n.t('Automatic runs'), error));
  }

  /** Notes since when each schedule is watched. While nothing may start by itself, none is. */
  private sight(): void {
    if (!autoRun() || !vscode.workspace.isTrusted) {
      this.since.clear();
      return;
    }
    const ledgers = new Set(this.parts.model.schedules.map(({ ledger }) => ledger));
    for (const ledger of this.since.keys()) {
      if (!ledgers.has(ledger)) {
        this.since.delete(ledger);
      }
    }
    for (const ledger of ledgers) {
      this.since.set(ledger, this.since.get(ledger) ?? this.parts.model.now);
    }
  }

  private async look(): Promise<void> {
    const { approvals, model } = this.parts;
    let isChanged = false;
    for (const schedule of model.schedules) {
      const marks = await approvals.marks(schedule.ledger);
      isChanged ||= textOf(marks) !== textOf(schedule.approved);
      schedule.approved = marks;
    }
    if (isChanged) {
      this.parts.tree.refresh();
      // Pages, the agenda and the palette show it as well.
      model.tell(true);
    }
    this.parts.failures.watch(l10n.t('Reporting failures'), this.parts.tellHeld());
    await this.startDue();
  }

  /** Says once that an agent is not installed, with what can be done. */
  private tellMissing(agent: string, ledger: Ledger, id: string): void {
    const { failures, launcher, model, run } = this.parts;
    const row = rowNamed(model, ledger, id);
    if (row && !this.missed.has(agent)) {
      this.missed.add(agent);
      // With another agent it is another content, which the person has not allowed.
      const again = giveTo(run, fresh => run('allow', { row: fresh }));
      failures.watch(l10n.t('Automatic runs'), tellMissing({ agent, row, launcher, again }));
    }
  }

  private async startDue(): Promise<void> {
    const { since } = this;
    const { model, hostFor } = this.parts;
    const ledgers = [...since.keys()];
    const host = hostFor(ledgers);
    const approved = new Map(model.schedules.map(schedule => [schedule.ledger, schedule.approved]));
    let isGoing = ledgers.some(ledger => isUnwatchedRunGoing(ledger, host.alive));
    for (const { ledger, entry, runs } of ledgers.length === 0 ? [] : await dueForAgents(host)) {
      const first = since.get(ledger);
      const cameUp = cameUpAt(entry, model.now);
      const isOwn = runs.some(run => run.outcome === 'running');
      const mayStart = first !== undefined && cameUp !== undefined && cameUp > first && (isOwn || !isGoing);
      if (mayStart && approved.get(ledger)?.get(entry.id) === 'unchecked') {
        const seen = await this.parts.approvals.look(ledger, entry);
        if (isRefusal(seen) && seen.missing && seen.agent !== undefined) {
          this.tellMissing(seen.agent, ledger, entry.id);
        }
      }
      if (mayStart && approved.get(ledger)?.get(entry.id) === true && vscode.workspace.isTrusted) {
        const turn = await runByItself(host, ledger, entry.id);
        isGoing ||= turn.result === 'started';
        if (turn.result === 'failed' && 'why' in turn) {
          this.parts.failures.reportOnce(l10n.t('Automatic runs'), new Error(turn.why));
        }
      }
    }
  }
}

const textOf = (marks: ReadonlyMap<string, unknown> | undefined): string => JSON.stringify([...(marks ?? [])]);

/** Whether a run that nobody watches goes on: they come one after another. */
const isUnwatchedRunGoing = ({ schedule }: Ledger, alive: Parameters<typeof toRuns>[1]): boolean =>
  schedule.open.some(
    state => state.hasRuns && toRuns(state.runEvents(), alive).some(run => run.unattended && run.outcome === 'running'),
  );
