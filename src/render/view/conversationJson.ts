import { toIso } from '../../core/basics/time.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';

/**
 * A conversation as `--json` gives it. Times are ISO text in UTC; what is not there is null. `resets_at` and `notice`
 * are those of the limit that stopped it; `entry` is the id of the open entry that continues it. Texts are cleaned.
 */
export const conversationJson = (
  { agent, id, folder, title, startedAt, activeAt, state, limit }: KnownConversation,
  entry: string | undefined,
): Record<string, unknown> => ({
  agent,
  id,
  folder,
  title,
  started_at: toIso(startedAt),
  active_at: toIso(activeAt),
  state,
  resets_at: limit?.resetsAt === undefined ? null : toIso(limit.resetsAt),
  notice: limit?.notice ?? null,
  entry: entry ?? null,
});
