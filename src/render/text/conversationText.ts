import * as l10n from '@vscode/l10n';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { ConversationState, KnownConversation } from '../../core/conversations/knownConversation.ts';
import { cleanLine } from './clean.ts';
import { durationText } from '../../core/basics/durationText.ts';
import { idShortener, wholeId } from './shownId.ts';
import { sectionsText } from './sectionsText.ts';
import { PLAIN, type TerminalStyle } from './terminalStyle.ts';

/** The headings of conversations by how they stand, in the order in which they are shown. */
const HEADINGS: readonly (readonly [ConversationState, string])[] = [
  ['limit', 'Stopped at a Limit'],
  ['waiting', 'Waiting for You'],
  ['working', 'Working'],
  ['unknown', 'Other'],
];

/** What a list of conversations is shown with. */
export interface ConversationTextOptions {
  readonly now: Instant;
  readonly zone: string;
  readonly style?: TerminalStyle | undefined;
  /** Whether the folder of each is told. */
  readonly withFolders: boolean;
  /** The id of the open entry that continues a conversation, by the conversation's id. */
  readonly entries: ReadonlyMap<string, string>;
}

/** Conversations by how they stand, in the order given: what people read on a terminal. */
export function conversationsText(
  conversations: readonly KnownConversation[],
  { now, zone, style = PLAIN, withFolders, entries }: ConversationTextOptions,
): string {
  const shown = idShortener(conversations.map(({ id }) => id));
  const sections = HEADINGS.map(([state, heading]) => ({
    heading,
    late: state === 'limit',
    rows: conversations
      .filter(one => one.state === state)
      .map(one => ({
        id: shown(one.id),
        title: cleanLine(one.title, 60) || l10n.t('(no title)'),
        beside: [
          one.agent,
          ageText(one.activeAt, now),
          limitText(one, now, zone),
          one.isHeld && state !== 'working' ? 'open' : '',
          entries.has(one.id) ? l10n.t('entry {0}', wholeId(entries.get(one.id) ?? '')) : '',
          withFolders ? cleanLine(one.folder, 80) : '',
        ]
          .filter(Boolean)
          .join(' · '),
      })),
  }));
  return sectionsText(sections, style);
}

/** How long ago something was, in words. */
export const ageText = (at: Instant, now: Instant): string => l10n.t('{0} ago', durationText(Math.max(0, now - at)));

/** When the limit that stopped a conversation resets, in words; empty where none did. */
export function limitText({ limit }: KnownConversation, now: Instant, zone: string): string {
  if (!limit) {
    return '';
  }
  const { resetsAt } = limit;
  const tense = resetsAt !== undefined && resetsAt <= now ? 'reset' : 'resets';
  return resetsAt === undefined ? l10n.t('reset time not known') : `${tense} ${describeMoment(resetsAt, now, zone)}`;
}
