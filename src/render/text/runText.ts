import { UNTOLD, type Run } from '../../core/rows/runEvents.ts';
import { cleanLine } from './clean.ts';
import { shortDuration } from './shortDuration.ts';

/** One run in a line: when it was, how it went, how long it took. */
export function runText(run: Run): string {
  const at = run.started_at ?? run.claimed_at ?? run.ended_at ?? cleanLine(run.occ, 40);
  const code = run.exit_code === null ? '' : `, exit code ${run.exit_code}`;
  const length = run.duration_ms === null ? '' : `, ${shortDuration(run.duration_ms)}`;
  const slots = (run.slots ?? 1) > 1 ? `, ${run.slots} slots` : '';
  const limit =
    run.limit === undefined ? '' : run.limit === UNTOLD ? ', reset not told' : `, resets ${cleanLine(run.limit, 40)}`;
  const over = run.over_minutes === undefined ? '' : ', over its budget';
  return `${at} ${run.outcome}${code}${length}${slots}${limit}${over}`.trim();
}
