import { findLimit } from '../core/limit.ts';
import { isInterruption } from '../core/run.ts';
import { machineZone } from '../store/machineZone.ts';
import type { Instant } from '../core/time.ts';
import type { AgentExit } from './agentProcess.ts';
import type { Claim } from './claim.ts';
import type { Trial } from './ending.ts';
import type { OutputTail } from './outputTail.ts';

/**
 * What is known of a run that ended, for what comes of it: how it waits where it is tried again, and the usage limit that
 * the end of its output tells of. Only the time is taken from there: what an agent prints never gets into the schedule.
 */
export async function trialOf(
  { plan }: Claim,
  { exitCode }: AgentExit,
  tail: OutputTail | undefined,
  now: Instant,
): Promise<Trial> {
  const isFailure = exitCode !== 0 && !isInterruption(exitCode);
  const limit = tail && isFailure ? await limitIn(tail.text, now) : undefined;
  return { backoff: plan.retry, chance: Math.random(), limit };
}

async function limitIn(text: string, now: Instant): Promise<Instant | undefined> {
  const { parseMoment: parse } = await import('../core/when.ts');
  // The agent's clock is that of this process.
  return findLimit(text, { now, parse, zone: machineZone() ?? 'UTC' })?.at;
}
