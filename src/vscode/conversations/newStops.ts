import type { Memento } from 'vscode';
import type { Instant } from '../../core/basics/time.ts';
import { isStopped } from '../../render/conversations/conversationGroups.ts';
import { stopKey } from '../../render/conversations/stopText.ts';
import type { SeenConversation } from './conversationWatch.ts';

/** Under which name a workspace remembers the stops that its person was told of. */
const TOLD = 'defer.toldStops';

/** How many are remembered. */
const MOST = 200;

const keyOf = ({ conversation }: SeenConversation): string => stopKey(conversation);

/** The conversations that a limit stopped, that are not put off, and that nobody was told of. */
export function newStops(all: readonly SeenConversation[], now: Instant, memory: Memento): readonly SeenConversation[] {
  const stopped = all.filter(({ conversation, entry }) => !entry && isStopped(conversation, now));
  const told = new Set(stopped.length === 0 ? [] : memory.get<readonly string[]>(TOLD, []));
  return stopped.filter(one => !told.has(keyOf(one)));
}

/** Remembers that the person was told of them. */
export async function rememberStops(stops: readonly SeenConversation[], memory: Memento): Promise<void> {
  const told = [...memory.get<readonly string[]>(TOLD, []), ...stops.map(keyOf)];
  await memory.update(TOLD, told.slice(-MOST));
}
