import { isBound } from '../../core/conversations/conversationStanding.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { standingText } from '../../render/view/standingText.ts';
import type { Ledger } from '../../store/ledger.ts';
import { standingOf } from '../../verbs/conversations/standingOf.ts';
import type { Clock } from '../../core/basics/time.ts';
import type { AgentsOptions } from '../agents/agents.ts';

/**
 * Why the state of its conversation keeps an entry from starting without a person: it went on since, a live process has
 * it open, or it is not here (docs/conversations.md, "When the time comes"). It is read anew each time: two writers in
 * one conversation are worse than a late run.
 */
export async function conversationRefusal(
  options: AgentsOptions & { readonly clock: Clock; readonly zone: string },
  ledger: Ledger,
  entry: Entry,
): Promise<Refusal | undefined> {
  if (!isBound(entry)) {
    return undefined;
  }
  const { openConversations } = await import('../conversations/openConversations.ts');
  const { clock, zone } = options;
  const desk = openConversations({ ...options, zone: () => zone, asker: 'call' });
  const standing = await standingOf(desk, ledger, entry, { now: clock.now() });
  const why = standing && standingText(standing, clock.now(), zone);
  return why === undefined ? undefined : refusal(why);
}
