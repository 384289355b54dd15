import { hostname } from 'node:os';
import type { RunEvent, RunStep } from '../core/run.ts';
import type { Instant } from '../core/time.ts';
import type { Claim } from './claim.ts';

/** What this process did to a claimed run at a moment, as the schedule keeps it. */
export function eventOf({ token, plan, promptSha }: Claim, event: RunStep, at: Instant): RunEvent {
  return {
    occ: plan.occ,
    gen: plan.gen,
    token,
    event,
    at,
    pid: process.pid,
    host: hostname(),
    ...(plan.session !== undefined && { session: plan.session }),
    agent: plan.agent,
    ...(plan.unattended && { unattended: true as const }),
    ...(promptSha !== undefined && { prompt_sha: promptSha }),
  };
}
