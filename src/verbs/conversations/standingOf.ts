import { isBound, putOffAt, type ConversationStanding } from '../../core/conversations/conversationStanding.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { EntryView } from '../../render/view/entryView.ts';
import type { ConversationDesk } from '../conversationDesk.ts';
import type { Host } from '../host.ts';
import { openDesk } from './openDesk.ts';

/** How to look. `isQuick`: without starting a tool. */
export interface StandingAsk {
  readonly now: Instant;
  readonly isQuick?: boolean;
}

/**
 * The state of the conversation that an entry continues. Undefined where the entry continues none that was there
 * before, and where its store does not tell.
 */
export async function standingOf(
  desk: ConversationDesk,
  { folder }: Pick<Ledger, 'folder'>,
  entry: Entry,
  { now, isQuick = false }: StandingAsk,
): Promise<ConversationStanding | undefined> {
  const { agent } = entry;
  const profile = isBound(entry) && agent !== undefined ? await desk.keeperOf(agent) : undefined;
  if (!profile || isRefusal(profile) || profile.keeper === undefined || agent === undefined) {
    return undefined;
  }
  const id = await desk.idOf(folder, entry, agent);
  if (id === undefined) {
    return { state: 'elsewhere' };
  }
  if (isQuick && profile.isAsked) {
    return undefined;
  }
  const since = await desk.since(profile.keeper, id, putOffAt(entry, now));
  if (!since) {
    // A tool that is not installed tells nothing.
    return profile.isAsked ? undefined : { state: 'gone' };
  }
  const { conversation, turns, isWhole } = since;
  return { state: 'here', turns, isWhole, lastAt: conversation.activeAt, isHeld: conversation.isHeld };
}

/** Adds the state of their conversations to entries. Looks at no store where none of them continues one. */
export async function withStandings<Seen extends EntryView & { readonly ledger: Ledger }>(
  host: Host,
  all: readonly Seen[],
  ask: Omit<StandingAsk, 'now'> = {},
): Promise<readonly Seen[]> {
  const desk = all.some(({ entry }) => isBound(entry)) ? await openDesk(host) : undefined;
  if (!desk || isRefusal(desk)) {
    return all;
  }
  const seen: Seen[] = [];
  for (const one of all) {
    const conversation = await standingOf(desk, one.ledger, one.entry, { ...ask, now: host.clock.now() });
    seen.push(conversation ? { ...one, conversation } : one);
  }
  return seen;
}
