import * as l10n from '@vscode/l10n';
import { MINUTE, type Instant } from '../../core/basics/time.ts';
import { toWall } from '../../core/basics/wallClock.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { nearTime } from '../view/statusText.ts';

/**
 * What is said of conversations that a limit stopped: `2 conversations stopped at a limit until 16:20`. Holds no text
 * of theirs: in a notification that could be a link.
 */
export function stopText(
  stopped: readonly Pick<KnownConversation, 'limit'>[],
  { now, zone }: { readonly now: Instant; readonly zone: string },
): string {
  const count = stopped.length;
  const resets = stopped.flatMap(({ limit }) => (limit?.resetsAt === undefined ? [] : [limit.resetsAt]));
  const ahead = resets.filter(at => at > now).sort((a, b) => a - b);
  const [first] = ahead;
  if (first === undefined) {
    const isOver = resets.length === stopped.length;
    if (isOver) {
      return count === 1
        ? l10n.t('1 conversation stopped at a limit that has reset since')
        : l10n.t('{0} conversations stopped at a limit that has reset since', count);
    }
    return count === 1
      ? l10n.t('1 conversation stopped at a limit')
      : l10n.t('{0} conversations stopped at a limit', count);
  }
  const isOne = ahead.length === stopped.length && ahead.every(at => at - first < MINUTE);
  const until = nearTime(first, now, at => toWall(at, zone));
  if (count === 1) {
    return l10n.t('1 conversation stopped at a limit until {0}', until);
  }
  return isOne
    ? l10n.t('{0} conversations stopped at a limit until {1}', count, until)
    : l10n.t('{0} conversations stopped at a limit, the first until {1}', count, until);
}

/** What identifies one stop: the same conversation may stop again. */
export const stopKey = ({ agent, id, activeAt }: Pick<KnownConversation, 'agent' | 'id' | 'activeAt'>): string =>
  `${agent} ${id} ${activeAt}`;
