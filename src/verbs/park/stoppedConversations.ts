import { isRefusal } from '../../core/basics/refusal.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import { pathInside } from '../../store/disk/inside.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { ConversationDesk } from '../conversationDesk.ts';
import { bindingOf, type Binding } from '../conversations/bindConversation.ts';
import { foldersOf } from '../conversations/conversationFolders.ts';
import { entriesByConversation } from '../conversations/openEntries.ts';
import type { Host } from '../host.ts';

/** A conversation that a limit stopped, and the schedule that can continue it. */
export interface StoppedConversation {
  readonly ledger: Ledger;
  readonly binding: Binding;
}

/** What a limit stopped in the host's folders. */
export interface StoppedHere {
  /** Those that no open entry continues. */
  readonly stopped: readonly StoppedConversation[];
  /** Those that an open entry continues already. */
  readonly putOff: readonly StoppedConversation[];
}

/** The conversations about the host's folders that a limit stopped. */
export async function stoppedHere(host: Host, desk: ConversationDesk): Promise<StoppedHere> {
  const { conversations } = await desk.list({ folders: foldersOf(host) });
  const all = conversations.filter(({ state }) => state === 'limit');
  const entries = all.length === 0 ? new Map<string, string>() : await entriesByConversation(host.ledgers, desk);
  const stopped: StoppedConversation[] = [];
  const putOff: StoppedConversation[] = [];
  for (const conversation of all) {
    const ledger = ledgerFor(host, conversation);
    const binding = ledger && (await bindingOf(ledger, conversation, { desk }));
    if (binding && !isRefusal(binding)) {
      (entries.has(conversation.id) ? putOff : stopped).push({ ledger, binding });
    }
  }
  return { stopped, putOff };
}

/** The schedule that a conversation is put into: the nearest whose folder it is about. */
export function ledgerFor(
  host: Pick<Host, 'ledgers'>,
  { folder }: Pick<KnownConversation, 'folder'>,
): Ledger | undefined {
  const ways = host.ledgers.flatMap(ledger => {
    const way = pathInside(realFolder(ledger.folder), folder);
    return way === undefined ? [] : [{ ledger, length: way.length }];
  });
  return ways.sort((a, b) => a.length - b.length)[0]?.ledger;
}
