import * as l10n from '@vscode/l10n';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import type { Instant } from '../../core/basics/time.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';
import { UNTOLD, type Run } from '../../core/rows/runEvents.ts';
import { changesText, minutesText, shortToken } from '../view/runHistory.ts';
import { cleanLine } from './clean.ts';
import { outcomeWord } from '../view/statusWords.ts';
import { durationText } from '../../core/basics/durationText.ts';

/** One run in a line: when it was, by the clock of a zone, how it went, how long it took. */
export function runText(run: Run, now: Instant, zone: string): string {
  const said = run.started_at ?? run.claimed_at ?? run.ended_at ?? run.occ;
  const time = timeOf(said);
  const at = time === undefined ? cleanLine(said, 40) : describeMoment(time, now, zone);
  const code = run.exit_code === null ? '' : `, ${l10n.t('exit code {0}', run.exit_code)}`;
  const length = run.duration_ms === null ? '' : `, ${durationText(run.duration_ms)}`;
  const slots = (run.slots ?? 1) > 1 ? `, ${l10n.t('{0} slots', run.slots ?? 1)}` : '';
  const limit =
    run.limit === undefined
      ? ''
      : run.limit === UNTOLD
        ? `, ${l10n.t('reset not told')}`
        : `, ${l10n.t('resets {0}', cleanLine(run.limit, 40))}`;
  const over = run.over_minutes === undefined ? '' : `, ${l10n.t('over its {0}', minutesText(run.over_minutes))}`;
  const place = run.place === 'worktree' ? `, ${l10n.t('run {0} in a worktree', shortToken(run))}` : '';
  const changes = changesText(run);
  const did = changes === '' ? '' : `, ${changes}`;
  return `${at}: ${outcomeWord(run.outcome)}${code}${length}${slots}${limit}${over}${place}${did}`.trim();
}
