import * as l10n from '@vscode/l10n';
import type { Keeper } from '../../core/agent/launch.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import type { Instant } from '../../core/basics/time.ts';
import { toWall } from '../../core/basics/wallClock.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { cleanLine } from '../text/clean.ts';
import { ageText } from '../text/conversationText.ts';
import { durationText } from '../../core/basics/durationText.ts';
import { nearTime } from '../view/statusText.ts';

/** The tools as their makers call them. */
export const TOOL_NAMES: Readonly<Record<Keeper, string>> = {
  claude: 'Claude Code',
  codex: 'Codex',
  copilot: 'GitHub Copilot',
  gemini: 'Gemini CLI',
  opencode: 'OpenCode',
};

/** What the text of a row depends on. */
export interface RowSight {
  readonly now: Instant;
  /** The IANA zone that times are shown in. */
  readonly zone: string;
  /** The open entry that continues the conversation, and when that is due; absent where there is none. */
  readonly entry?: { readonly due: Instant | undefined } | undefined;
}

/** The title of a conversation, for a row. */
export const conversationTitle = ({ title }: Pick<KnownConversation, 'title'>): string =>
  cleanLine(title, 120) || l10n.t('(no title)');

/** How a conversation stands and how old it is, for a narrow row: `resets in 1 h 20 min · 12 min ago`. */
export function conversationRowText(conversation: KnownConversation, sight: RowSight): string {
  const { state, isHeld, activeAt } = conversation;
  return [
    deferredText(sight),
    countdownText(conversation, sight.now),
    state === 'working' ? 'working' : isHeld ? 'open' : '',
    ageText(activeAt, sight.now),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** When the limit that stopped a conversation resets, from now on; empty where none did. */
export function countdownText({ limit }: Pick<KnownConversation, 'limit'>, now: Instant): string {
  if (!limit) {
    return '';
  }
  const { resetsAt } = limit;
  if (resetsAt === undefined) {
    return l10n.t('reset time not known');
  }
  return resetsAt > now
    ? l10n.t('resets in {0}', durationText(resetsAt - now))
    : l10n.t('reset {0}', ageText(resetsAt, now));
}

/** When the first of their limits resets, from now on; empty where all have. */
export function nextResetText(some: readonly Pick<KnownConversation, 'limit'>[], now: Instant): string {
  const [first] = some
    .filter(({ limit }) => limit?.resetsAt !== undefined && limit.resetsAt > now)
    .sort((one, other) => (one.limit?.resetsAt ?? 0) - (other.limit?.resetsAt ?? 0));
  return first ? countdownText(first, now) : '';
}

/** Until when a conversation is put off; empty where it is not. */
function deferredText({ entry, now, zone }: RowSight): string {
  if (!entry) {
    return '';
  }
  const { due } = entry;
  if (due === undefined) {
    return 'deferred';
  }
  return due > now
    ? l10n.t(
        'deferred until {0}',
        nearTime(due, now, at => toWall(at, zone)),
      )
    : l10n.t('deferred, due now');
}

/** What a screen reader says of a row. */
export const conversationSpoken = (conversation: KnownConversation, sight: RowSight): string =>
  [
    conversationTitle(conversation),
    TOOL_NAMES[conversation.agent],
    states()[conversation.state],
    conversationRowText(conversation, sight).replaceAll(' · ', ', '),
  ]
    .filter(Boolean)
    .join(', ');

const states = (): Readonly<Record<KnownConversation['state'], string>> => ({
  limit: l10n.t('stopped at a limit'),
  waiting: l10n.t('waiting for you'),
  working: '',
  unknown: '',
});

/** Everything about a conversation as plain text, a line each. */
export function conversationTip(conversation: KnownConversation, sight: RowSight): string {
  const { agent, id, folder, title, startedAt, activeAt, limit } = conversation;
  const { now, zone } = sight;
  const at = (moment: Instant): string => describeMoment(moment, now, zone);
  return [
    cleanLine(title, 300) || l10n.t('(no title)'),
    '',
    l10n.t('Agent: {0}', TOOL_NAMES[agent]),
    l10n.t('State: {0}', states()[conversation.state] || conversation.state),
    ...(limit?.resetsAt === undefined ? [] : [l10n.t('Limit resets: {0}', at(limit.resetsAt))]),
    ...(limit === undefined || limit.notice === '' ? [] : [l10n.t('Notice: {0}', cleanLine(limit.notice, 300))]),
    ...(sight.entry?.due === undefined ? [] : [l10n.t('Deferred until: {0}', at(sight.entry.due))]),
    l10n.t('Last turn: {0}', at(activeAt)),
    l10n.t('Started: {0}', at(startedAt)),
    l10n.t('Folder: {0}', cleanLine(folder, 300)),
    l10n.t('Id: {0}', cleanLine(id, 200)),
  ].join('\n');
}
