import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { LimitReset } from '../../render/agenda/agendaMarks.ts';
import { pastRuns, type PastRun } from '../../render/view/runHistory.ts';
import type { Conversations } from '../conversations/conversationWatch.ts';
import { conversationsOff } from '../conversations/conversationsOff.ts';
import type { Failures } from '../model/failures.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';
import { OneAtATime } from '../model/oneAtATime.ts';

/** How many of the last runs are looked at: those of a day may be many. */
const MOST = 100;

/**
 * What the agenda shows beside open entries: what ran, and where limits reset. It is read after the entries were drawn,
 * since closed entries have to be read for it, and the stores of agents.
 */
export class AgendaBeside implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly failures: Failures;
  private readonly conversations: () => Promise<Conversations>;
  private readonly found = new vscode.EventEmitter<void>();
  private readonly looks = new OneAtATime(() => this.read());
  private watching: vscode.Disposable | undefined;

  /** The last runs, newest first. */
  past: readonly PastRun<FolderSchedule>[] = [];
  /** Limits that conversations met. */
  limits: readonly LimitReset[] = [];

  /** Fires when something else was found. */
  readonly onDidFind = this.found.event;

  constructor(model: ScheduleModel, conversations: () => Promise<Conversations>, failures: Failures) {
    this.model = model;
    this.failures = failures;
    this.conversations = conversations;
  }

  /** Reads what is there now. Where a look is under way, another one follows. */
  look(): Promise<void> {
    return this.looks.run();
  }

  dispose(): void {
    this.watching?.dispose();
    this.found.dispose();
  }

  private async read(): Promise<void> {
    const { model } = this;
    try {
      this.past = pastRuns(await model.readAll(), model.alive, MOST);
      await this.readLimits();
      this.failures.recovered(reading());
    } catch (error) {
      this.failures.reportOnce(reading(), error);
    }
    this.found.fire();
  }

  private async readLimits(): Promise<void> {
    if (conversationsOff() !== undefined) {
      this.limits = [];
      return;
    }
    const { watch } = await this.conversations();
    this.watching ??= watch.onDidLook(() => {
      const before = JSON.stringify(this.limits);
      this.limits = limitsIn(watch.conversations);
      if (JSON.stringify(this.limits) !== before) {
        this.found.fire();
      }
    });
    this.limits = limitsIn(watch.conversations);
  }
}

const limitsIn = (conversations: Conversations['watch']['conversations']): readonly LimitReset[] =>
  conversations.flatMap(({ conversation: { agent, state, limit } }) =>
    state === 'limit' && limit?.resetsAt !== undefined ? [{ agent, at: limit.resetsAt }] : [],
  );

const reading = (): string => l10n.t('Reading the last runs');
