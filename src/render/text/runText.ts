import { describeMoment } from '../../core/basics/describeMoment.ts';
import type { Instant } from '../../core/basics/time.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';
import { UNTOLD, type Run } from '../../core/rows/runEvents.ts';
import { changesText, minutesText, shortToken } from '../view/runHistory.ts';
import { cleanLine } from './clean.ts';
import { durationText } from '../../core/basics/durationText.ts';

/** One run in a line: when it was, by the clock of a zone, how it went, how long it took. */
export function runText(run: Run, now: Instant, zone: string): string {
  const said = run.started_at ?? run.claimed_at ?? run.ended_at ?? run.occ;
  const time = timeOf(said);
  const at = time === undefined ? cleanLine(said, 40) : describeMoment(time, now, zone);
  const code = run.exit_code === null ? '' : `, exit code ${run.exit_code}`;
  const length = run.duration_ms === null ? '' : `, ${durationText(run.duration_ms)}`;
  const slots = (run.slots ?? 1) > 1 ? `, ${run.slots} slots` : '';
  const limit =
    run.limit === undefined ? '' : run.limit === UNTOLD ? ', reset not told' : `, resets ${cleanLine(run.limit, 40)}`;
  const over = run.over_minutes === undefined ? '' : `, over its ${minutesText(run.over_minutes)}`;
  const place = run.place === 'worktree' ? `, run ${shortToken(run)} in a worktree` : '';
  const changes = changesText(run);
  const did = changes === '' ? '' : `, ${changes}`;
  return `${at}: ${run.outcome}${code}${length}${slots}${limit}${over}${place}${did}`.trim();
}
