import type { RunEvent, RunStep } from '../../core/rows/runEvents.ts';
import type { Instant } from '../../core/basics/time.ts';
import { whereabouts } from '../../store/processes/machineId.ts';
import type { Claim } from './claim.ts';

/**
 * What this process did to a claimed run at a moment, as the schedule keeps it. `home`: where this machine has its id.
 */
export function eventOf({ token, plan, promptSha }: Claim, event: RunStep, at: Instant, home: string): RunEvent {
  return {
    occ: plan.occ,
    gen: plan.gen,
    token,
    event,
    at,
    pid: process.pid,
    ...whereabouts(home),
    ...(plan.session !== undefined && !plan.isBound && { session: plan.session }),
    agent: plan.agent,
    ...(plan.worktree && { place: 'worktree' as const }),
    ...(plan.unattended && { unattended: true as const }),
    ...(promptSha !== undefined && { prompt_sha: promptSha }),
  };
}
