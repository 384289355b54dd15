import { UNTOLD } from '../../core/rows/runEvents.ts';
import { toIso } from '../../core/basics/time.ts';
import type { Claim } from '../start/claim.ts';
import type { MetLimit, RetryOptions } from './ending.ts';

/**
 * What is known of a run that ended, for what comes of it: how it waits where it is tried again, and the limit it met.
 */
export const retryOptionsOf = ({ plan }: Claim, limit: MetLimit | undefined): RetryOptions => ({
  backoff: plan.retry,
  chance: Math.random(),
  limit,
});

/** A usage limit as the schedule keeps it with the end of a run: only its time, and nothing that an agent printed. */
export const limitMember = (limit: MetLimit | undefined): { readonly limit?: string } =>
  limit === undefined ? {} : { limit: limit.resetsAt === undefined ? UNTOLD : toIso(limit.resetsAt) };
