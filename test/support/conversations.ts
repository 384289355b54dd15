import type { Keeper } from '../../src/core/agent/launch.ts';
import type { KnownConversation } from '../../src/core/conversations/knownConversation.ts';
import { instant, type Instant } from '../../src/core/basics/time.ts';

/** A conversation of the person's turn, about a project's folder. */
export const knownConversation = (
  agent: Keeper,
  id: string,
  at: Instant,
  more: Partial<KnownConversation> = {},
): KnownConversation => ({
  ...{ agent, id, folder: '/home/me/project', title: `About ${id}`, startedAt: instant(at - 60_000), activeAt: at },
  ...{ writtenAt: at, state: 'waiting', isHeld: false, ...more },
});
