import { mayBeBound } from '../../core/conversations/boundSession.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { ConversationStanding } from '../../core/conversations/conversationStanding.ts';
import { standingOf } from '../../verbs/conversations/standingOf.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import type { VerbContext } from '../wiring/verbCommands.ts';
import type { FolderSchedule } from './scheduleModel.ts';

/** Notes how the conversations stand that open entries continue, and has the tree show what changed. */
export class Standings {
  private readonly desk: Pick<VerbContext, 'model' | 'conversations'>;
  private readonly tree: Pick<ScheduleTree, 'refresh'>;
  private looking: Promise<void> | undefined;

  constructor(desk: Pick<VerbContext, 'model' | 'conversations'>, tree: Pick<ScheduleTree, 'refresh'>) {
    this.desk = desk;
    this.tree = tree;
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
    for (const schedule of this.desk.model.schedules) {
      const standings = await this.standingsOf(schedule);
      isChanged ||= textOf(standings) !== textOf(schedule.standings);
      schedule.standings = standings;
    }
    if (isChanged) {
      this.tree.refresh();
    }
  }

  private async standingsOf({ ledger }: FolderSchedule): Promise<ReadonlyMap<string, ConversationStanding>> {
    const standings = new Map<string, ConversationStanding>();
    for (const state of ledger.schedule.open.filter(mayBeBound)) {
      const conversations = await this.desk.conversations();
      const standing = await standingOf(conversations, ledger, toEntry(state), { now: this.desk.model.now });
      if (standing) {
        standings.set(state.id, standing);
      }
    }
    return standings;
  }
}

const textOf = (standings: FolderSchedule['standings']): string => JSON.stringify([...(standings ?? [])]);
