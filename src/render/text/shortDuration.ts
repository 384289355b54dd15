import { DAY, HOUR, MINUTE, type Duration } from '../../core/basics/time.ts';

/** A length of time for a narrow place, in its largest units: `3 d 4 h`, `2 h 5 min`, `under a minute`. */
export function shortDuration(length: Duration): string {
  if (length < MINUTE) {
    return 'under a minute';
  }
  if (length < HOUR) {
    return `${Math.floor(length / MINUTE)} min`;
  }
  if (length < DAY) {
    return two(Math.floor(length / HOUR), 'h', Math.floor((length % HOUR) / MINUTE), 'min');
  }
  const days = Math.floor(length / DAY);
  return days < 7 ? two(days, 'd', Math.floor((length % DAY) / HOUR), 'h') : `${days} d`;
}

const two = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
