import type { TokensUsed } from '../../core/usage/tokensUsed.ts';
import { keeperOf } from '../keepers/keeperOf.ts';
import type { Claim } from '../start/claim.ts';
import { agentEnvironment } from './environment.ts';
import type { Went } from './metLimit.ts';

/** What is known of how a run ended, for whoever asks what it used. */
export interface Spent extends Pick<Went, 'session' | 'begun' | 'exit'> {
  /** Whether it came to its end by itself: else its last call may be missing. */
  readonly isWhole: boolean;
  /** Whether this process is to end, so that no other is started. */
  readonly isHurried: boolean;
}

/**
 * What a run used, by its tool's own store: of its conversation from its start on, and not what was before. Undefined
 * where the conversation is not known, or the store does not tell.
 */
export async function usedBy(
  { plan, token, folders }: Claim,
  { session, begun, isWhole, isHurried }: Spent,
  given: NodeJS.ProcessEnv,
): Promise<TokensUsed | undefined> {
  const { store, cwd, entryId, agent, executable, calledAs } = plan;
  if (session === undefined || store === undefined) {
    return undefined;
  }
  try {
    const env = await agentEnvironment(given, { token, entryId, agent, folders, cwd });
    const keeper = keeperOf(store, env, folders);
    const isAsked = !(isHurried && keeper.asks === true);
    const used = isAsked ? await keeper.used?.(session, begun, { executable, calledAs, env }) : undefined;
    return used && { ...used.tokens, exact: isWhole && used.isWhole };
  } catch {
    return undefined;
  }
}
