import { toEntry } from '../../core/entry/entry.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { ConversationDesk } from '../conversationDesk.ts';

/**
 * The ids of open entries that continue a conversation of this machine, by the conversation's id; the first due counts.
 */
export async function entriesByConversation(
  ledgers: readonly Ledger[],
  desk: ConversationDesk,
): Promise<ReadonlyMap<string, string>> {
  const entries = new Map<string, string>();
  for (const ledger of ledgers) {
    for (const state of (await ledger.lookAtOpen()).open) {
      const entry = toEntry(state);
      const { id, mode, agent } = entry;
      const conversation =
        mode === 'callback' && agent !== undefined ? await desk.idOf(ledger.folder, entry, agent) : undefined;
      if (conversation !== undefined) {
        entries.set(conversation, entries.get(conversation) ?? id);
      }
    }
  }
  return entries;
}
