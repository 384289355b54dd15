import * as l10n from '@vscode/l10n';
import { compareDates } from '../../core/basics/calendarDate.ts';
import { dateText } from '../../core/basics/dateText.ts';
import type { Instant } from '../../core/basics/time.ts';
import { clockText, toWall } from '../../core/basics/wallClock.ts';
import type { ConversationStanding, HereStanding } from '../../core/conversations/conversationStanding.ts';

/** What an entry's conversation adds to its row; empty where it is as it was. Holds no text of a file. */
export function standingMark(standing: ConversationStanding | undefined, now: Instant, zone: string): string {
  switch (standing?.state) {
    case undefined:
      return '';
    case 'here':
      return [
        standing.isHeld ? l10n.t('conversation is open') : '',
        standing.turns > 0 ? l10n.t('went on since: {0}', sinceText(standing, now, zone)) : '',
      ]
        .filter(part => part !== '')
        .join(', ');
    case 'elsewhere':
      return l10n.t('conversation is on another machine');
    case 'gone':
      return l10n.t('conversation is gone');
  }
}

/** `3 turns, last 14:10`. */
export function sinceText({ turns, isWhole, lastAt }: HereStanding, now: Instant, zone: string): string {
  const last = nearText(lastAt, now, zone);
  if (turns === 1) {
    return isWhole ? l10n.t('1 turn, last {0}', last) : l10n.t('at least 1 turn, last {0}', last);
  }
  return isWhole ? l10n.t('{0} turns, last {1}', turns, last) : l10n.t('at least {0} turns, last {1}', turns, last);
}

/** Why the state of its conversation keeps an entry from starting, and what to do; undefined where nothing does. */
export function standingText(standing: ConversationStanding, now: Instant, zone: string): string | undefined {
  switch (standing.state) {
    case 'elsewhere':
      return elsewhere();
    case 'gone':
      return gone();
    case 'here': {
      const why = hereText(standing, now, zone);
      const todo = standing.isHeld
        ? l10n.t('Close it there, or mark the entry done.')
        : l10n.t('Mark the entry done, or run it yourself.');
      return why && `${why} ${todo}`;
    }
  }
}

/** Why a conversation of this machine keeps its entry from starting; undefined where it does not. */
export function hereText(standing: HereStanding, now: Instant, zone: string): string | undefined {
  const since = standing.turns > 0 ? sinceText(standing, now, zone) : undefined;
  if (standing.isHeld) {
    const held = l10n.t('Its conversation is open in another program, so it waits for you.');
    return since === undefined ? held : `${held} ${l10n.t('It went on since it was put off: {0}.', since)}`;
  }
  return since && l10n.t('Its conversation went on since it was put off ({0}), so it waits for you.', since);
}

/** Said where another machine has the conversation of an entry. */
export const elsewhere = (): string =>
  l10n.t(
    'This entry continues a conversation that is not on this machine. Run it on the machine that has it, or begin a new conversation from what the entry says ("defer run <id> --fresh").',
  );

/** Said where the agent no longer has the conversation of an entry. */
export const gone = (): string =>
  l10n.t(
    'The agent no longer has the conversation of this entry. Mark the entry done, or begin a new conversation from what the entry says ("defer run <id> --fresh").',
  );

/** A moment as briefly as it can be told: `14:10`, or with its day where that is not today. */
export function nearText(at: Instant, now: Instant, zone: string): string {
  const [wall, today] = [toWall(at, zone), toWall(now, zone)];
  const clock = clockText({ hour: wall.hour, minute: wall.minute });
  return compareDates(wall, today) === 0 ? clock : `${dateText(wall, wall.year !== today.year)} ${clock}`;
}
