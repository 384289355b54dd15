import { mayBeBound } from '../../core/conversations/boundSession.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { ConversationStanding } from '../../core/conversations/conversationStanding.ts';
import { standingOf } from '../../verbs/conversations/standingOf.ts';
import type { ConversationDesk } from '../../verbs/conversationDesk.ts';
import type { FolderSchedule, ScheduleModel } from './scheduleModel.ts';

/** The window whose entries continue conversations. */
export interface StandingsWindow {
  /** Has the tree show what changed. */
  redraw(): void;
  /** Whether conversations may be read; where not, none is noted. */
  mayRead(): boolean;
}

/** Notes how the conversations stand that open entries continue, and has the tree show what changed. */
export class Standings {
  private readonly desk: ConversationDesk;
  private readonly model: Pick<ScheduleModel, 'schedules' | 'now'>;
  private readonly window: StandingsWindow;
  private looking: Promise<void> | undefined;

  constructor(desk: ConversationDesk, model: Pick<ScheduleModel, 'schedules' | 'now'>, window: StandingsWindow) {
    this.desk = desk;
    this.model = model;
    this.window = window;
  }

  /** Looks; whoever asks meanwhile waits for the same look. */
  look(): Promise<void> {
    this.looking ??= this.lookAtAll().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookAtAll(): Promise<void> {
    let isChanged = false;
    for (const schedule of this.model.schedules) {
      const standings = await this.standingsOf(schedule);
      isChanged ||= textOf(standings) !== textOf(schedule.standings);
      schedule.standings = standings;
    }
    if (isChanged) {
      this.window.redraw();
    }
  }

  private async standingsOf({ ledger }: FolderSchedule): Promise<ReadonlyMap<string, ConversationStanding>> {
    const standings = new Map<string, ConversationStanding>();
    for (const state of this.window.mayRead() ? ledger.schedule.open.filter(mayBeBound) : []) {
      const standing = await standingOf(this.desk, ledger, toEntry(state), { now: this.model.now });
      if (standing) {
        standings.set(state.id, standing);
      }
    }
    return standings;
  }
}

const textOf = (standings: FolderSchedule['standings']): string => JSON.stringify([...(standings ?? [])]);
