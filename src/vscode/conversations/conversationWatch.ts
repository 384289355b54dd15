import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Instant } from '../../core/basics/time.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { entriesByConversation } from '../../verbs/conversations/openEntries.ts';
import type { ConversationDesk } from '../../verbs/conversationDesk.ts';
import type { Failures } from '../model/failures.ts';
import { OneAtATime } from '../model/oneAtATime.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { conversationsOff } from './conversationsOff.ts';

/** A conversation about this workspace, with the open entry that continues it, if any. */
export interface SeenConversation {
  readonly conversation: KnownConversation;
  readonly entry: EntryRow | undefined;
}

/** The conversations of a window: what is known of them, and the one that is selected in the view. */
export interface Conversations {
  readonly watch: ConversationWatch;
  readonly selected: SeenConversation | undefined;
}

/** When the entry that continues a conversation is due; undefined where there is none. */
export const dueOf = ({ entry }: SeenConversation): { readonly due: Instant | undefined } | undefined =>
  entry && { due: toEntry(entry.state).dueAt };

/**
 * The conversations about the folders of this window, as they were at the last look. It looks whenever the schedule is
 * looked at or redrawn, and has no timer and no watcher of its own. While conversations are turned off, or the
 * workspace is not trusted, it reads nothing and knows of none.
 */
export class ConversationWatch implements vscode.Disposable {
  readonly desk: ConversationDesk;
  private readonly model: ScheduleModel;
  private readonly failures: Failures;
  private readonly looked = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  private known: readonly SeenConversation[] = [];
  private readonly looks = new OneAtATime(() => this.lookOnce());
  private isDone = false;

  /** After every look, and when time has passed. */
  readonly onDidLook = this.looked.event;

  constructor(desk: ConversationDesk, model: ScheduleModel, failures: Failures) {
    this.desk = desk;
    this.model = model;
    this.failures = failures;
    this.listening = model.onDidChange(() => void this.look());
  }

  /** What the last look found, the newest first. */
  get conversations(): readonly SeenConversation[] {
    return this.known;
  }

  /** Whether a look has ended. */
  get hasLooked(): boolean {
    return this.isDone;
  }

  /**
   * Reads what is there now. Never rejects: what fails is reported once. A look that goes on is followed by another.
   */
  look(): Promise<void> {
    return this.looks.run();
  }

  dispose(): void {
    vscode.Disposable.from(this.listening, this.looked).dispose();
  }

  private async lookOnce(): Promise<void> {
    try {
      this.known = await this.read();
      this.failures.recovered(reading());
    } catch (error) {
      this.failures.reportOnce(reading(), error);
    }
    this.isDone = true;
    this.looked.fire();
  }

  private async read(): Promise<readonly SeenConversation[]> {
    const folders = this.model.projects.map(({ ledger }) => ledger.folder);
    if (conversationsOff() !== undefined || folders.length === 0) {
      return [];
    }
    const { conversations, problems } = await this.desk.list({ folders });
    problems.forEach(problem => this.failures.logOnce(problem));
    // One that cannot be read is shown as a problem of its own.
    const readable = this.model.schedules.filter(({ fault }) => fault === undefined);
    const ledgers = readable.map(({ ledger }) => ledger);
    const entries = await entriesByConversation(ledgers, this.desk);
    return conversations.map(conversation => ({ conversation, entry: this.entryOf(entries.get(conversation.id)) }));
  }

  private entryOf(id: string | undefined): EntryRow | undefined {
    for (const schedule of id === undefined ? [] : this.model.schedules) {
      const state = schedule.ledger.schedule.get(id ?? '');
      if (state) {
        return { kind: 'entry', state, schedule };
      }
    }
    return undefined;
  }
}

const reading = (): string => l10n.t('Reading conversations');
