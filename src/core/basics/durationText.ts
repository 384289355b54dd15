import { DAY, HOUR, MINUTE, type Duration } from './time.ts';

/**
 * A length of time in its two largest units, rounded to the nearest of the smaller one: `3 d 4 h`, `2 h 5 min`, `under a
 * minute`. Every surface says it by this rule, so that no two disagree about one moment.
 */
export function durationText(length: Duration): string {
  const minutes = Math.round(length / MINUTE);
  if (minutes < 1) {
    return 'under a minute';
  }
  if (minutes * MINUTE < DAY) {
    return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  }
  const hours = Math.round(length / HOUR);
  return hours < 7 * 24 ? pair(Math.floor(hours / 24), 'd', hours % 24, 'h') : `${Math.round(length / DAY)} d`;
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  [large > 0 ? `${large} ${largeUnit}` : '', small > 0 ? `${small} ${smallUnit}` : ''].filter(Boolean).join(' ');
