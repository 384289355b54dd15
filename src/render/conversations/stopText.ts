import { MINUTE, type Instant } from '../../core/basics/time.ts';
import { toWall } from '../../core/basics/wallClock.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { nearTime } from '../view/statusText.ts';

/**
 * What is said of conversations that a limit stopped: `2 conversations stopped at a limit until 16:20`. Holds no text of
 * theirs: in a notification that could be a link.
 */
export function stopText(
  stopped: readonly Pick<KnownConversation, 'limit'>[],
  { now, zone }: { readonly now: Instant; readonly zone: string },
): string {
  const who = stopped.length === 1 ? '1 conversation' : `${stopped.length} conversations`;
  const resets = stopped.flatMap(({ limit }) => (limit?.resetsAt === undefined ? [] : [limit.resetsAt]));
  const ahead = resets.filter(at => at > now).sort((a, b) => a - b);
  const [first] = ahead;
  if (first === undefined) {
    const isOver = resets.length === stopped.length;
    return `${who} stopped at a limit${isOver ? ' that has reset since' : ''}`;
  }
  const isOne = ahead.length === stopped.length && ahead.every(at => at - first < MINUTE);
  const until = nearTime(first, now, at => toWall(at, zone));
  return `${who} stopped at a limit${isOne ? ` until ${until}` : `, the first until ${until}`}`;
}

/** What identifies one stop: the same conversation may stop again. */
export const stopKey = ({ agent, id, activeAt }: Pick<KnownConversation, 'agent' | 'id' | 'activeAt'>): string =>
  `${agent} ${id} ${activeAt}`;
