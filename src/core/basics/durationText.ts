import * as l10n from '@vscode/l10n';
import { DAY, HOUR, MINUTE, type Duration } from './time.ts';

/**
 * A length of time in its two largest units, rounded to the nearest of the smaller one: `3 d 4 h`, `2 h 5 min`, `under
 * a minute`. Every surface says it by this rule, so that no two disagree about one moment.
 */
export function durationText(length: Duration): string {
  const minutes = Math.round(length / MINUTE);
  if (minutes < 1) {
    return l10n.t('under a minute');
  }
  if (minutes < 60) {
    return l10n.t('{0} min', minutes);
  }
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (minutes * MINUTE < DAY) {
    return rest === 0 ? l10n.t('{0} h', hours) : l10n.t('{0} h {1} min', hours, rest);
  }
  const wholeHours = Math.round(length / HOUR);
  const days = Math.floor(wholeHours / 24);
  if (wholeHours >= 7 * 24) {
    return l10n.t('{0} d', Math.round(length / DAY));
  }
  return wholeHours % 24 === 0 ? l10n.t('{0} d', days) : l10n.t('{0} d {1} h', days, wholeHours % 24);
}
