import * as l10n from '@vscode/l10n';
import { durationText } from './durationText.ts';
import { dateText } from './dateText.ts';
import { SECOND, type Duration, type Instant } from './time.ts';
import { clockText, toWall } from './wallClock.ts';
import { zoneLabel } from './zoneLabel.ts';

/**
 * A moment in words, absolute and relative, as every surface shows it before anything is written (docs/time.md):
 * `Mon 23 Nov, 09:00 CET (in 22 h 56 min)`. The year is shown where it is not the present one.
 * Throws a RangeError for an unknown zone.
 */
export function describeMoment(at: Instant, now: Instant, zone: string): string {
  const wall = toWall(at, zone);
  const date = dateText(wall, wall.year !== yearOf(now, zone));
  const clock = clockText({ hour: wall.hour, minute: wall.minute });
  return `${date}, ${clock} ${zoneLabel(at, zone)} (${relativeText(at - now)})`;
}

/**
 * Moments one after another: `Mon 23 Nov, 09:00 CET, then Tue 24 Nov, 09:00 CET`; the year where it is not this one.
 */
export function describeMoments(moments: readonly Instant[], now: Instant, zone: string): string {
  const { year } = toWall(now, zone);
  return moments
    .map(at => {
      const wall = toWall(at, zone);
      return `${dateText(wall, wall.year !== year)}, ${clockText(wall)} ${zoneLabel(at, zone)}`;
    })
    .reduce((before, next) => l10n.t('{0}, then {1}', before, next));
}

let present = { now: Number.NaN, zone: '', year: 0 };

/** The year at a moment. A list asks for that of one moment on each of its lines. */
function yearOf(now: Instant, zone: string): number {
  if (now !== present.now || zone !== present.zone) {
    present = { now, zone, year: toWall(now, zone).year };
  }
  return present.year;
}

/** `in 22 h 56 min`, `3 d ago`, `now`. */
function relativeText(ahead: Duration): string {
  const length = durationText(Math.abs(ahead));
  return Math.abs(ahead) < SECOND ? l10n.t('now') : ahead > 0 ? l10n.t('in {0}', length) : l10n.t('{0} ago', length);
}
