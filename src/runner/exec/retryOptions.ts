import { findLimit } from '../../core/when/usageLimit.ts';
import { isInterruption } from '../../core/rows/runEvents.ts';
import { machineZone } from '../../store/processes/machineZone.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { AgentExit } from './agentProcess.ts';
import type { Claim } from '../start/claim.ts';
import type { RetryOptions } from './ending.ts';
import type { OutputTail } from './outputTail.ts';

/**
 * What is known of a run that ended, for what comes of it: how it waits where it is tried again, and the usage limit that
 * the end of its output tells of. Only the time is taken from there: what an agent prints never gets into the schedule.
 */
export async function retryOptionsOf(
  { plan }: Claim,
  { exitCode }: AgentExit,
  tail: OutputTail | undefined,
  now: Instant,
): Promise<RetryOptions> {
  const isFailure = exitCode !== 0 && !isInterruption(exitCode);
  const limit = tail && isFailure ? await limitIn(tail.text, now) : undefined;
  return { backoff: plan.retry, chance: Math.random(), limit };
}

async function limitIn(text: string, now: Instant): Promise<Instant | undefined> {
  const { parseMoment: parse } = await import('../../core/when/parseMoment.ts');
  // The agent's clock is that of this process.
  return findLimit(text, { now, parse, zone: machineZone() ?? 'UTC' })?.at;
}
