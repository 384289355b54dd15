import { DAY, type Duration, type Instant } from '../../core/basics/time.ts';
import { byActivity, type KnownConversation } from '../../core/conversations/knownConversation.ts';

/** The headings that conversations stand under in the editor, in this order. */
export const CONVERSATION_GROUPS = ['Stopped at a Limit', 'Waiting for You', 'Working', 'Earlier'] as const;

export type ConversationGroup = (typeof CONVERSATION_GROUPS)[number];

/** What stands under a heading. */
export interface ConversationSection {
  readonly group: ConversationGroup;
  /** The newest first. */
  readonly shown: readonly KnownConversation[];
  /** Those that are shown only when they are asked for: nobody said anything in them for a week. */
  readonly older: readonly KnownConversation[];
}

/** How long a stopped or waiting conversation stays under its own heading, in ms. */
const PRESENT: Duration = DAY;

/** How long it is then shown under Earlier without being asked for, in ms. */
const RECENT: Duration = 7 * DAY;

/** Whether a limit stopped a conversation and the person may still want to go on: a day after the reset they know. */
export const isStopped = ({ state, limit, activeAt }: KnownConversation, now: Instant): boolean =>
  state === 'limit' && now - (limit?.resetsAt ?? activeAt) < PRESENT;

/** The heading that a conversation stands under. */
export function conversationGroup(conversation: KnownConversation, now: Instant): ConversationGroup {
  const { state, activeAt } = conversation;
  if (isStopped(conversation, now)) {
    return 'Stopped at a Limit';
  }
  if (state === 'working') {
    return 'Working';
  }
  return state === 'waiting' && now - activeAt < PRESENT ? 'Waiting for You' : 'Earlier';
}

/** Conversations under their headings; headings with nothing under them are left out. */
export function groupConversations(
  conversations: readonly KnownConversation[],
  now: Instant,
): readonly ConversationSection[] {
  const sorted = conversations.toSorted(byActivity);
  const isOlder = (one: KnownConversation): boolean => now - one.activeAt >= RECENT;
  return CONVERSATION_GROUPS.map(group => {
    const members = sorted.filter(one => conversationGroup(one, now) === group);
    return group === 'Earlier'
      ? { group, shown: members.filter(one => !isOlder(one)), older: members.filter(isOlder) }
      : { group, shown: members, older: [] };
  }).filter(({ shown, older }) => shown.length + older.length > 0);
}
