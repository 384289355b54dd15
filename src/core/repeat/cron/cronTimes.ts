import { DAY, SECOND } from '../../basics/time.ts';
import { nextDay, previousDay, type DayNumber } from './cronDays.ts';
import type { CronFields } from './cronFields.ts';

/** What a clock on the wall shows, in milliseconds since its 1970-01-01 00:00: no moment, for it has no zone. */
export type LocalTime = number;

/** The first clock reading that the fields allow in `[from, to)`. */
export function firstLocal(fields: CronFields, from: LocalTime, to: LocalTime): LocalTime | undefined {
  for (let day = nextDay(fields, dayOf(from)); day !== undefined && day * DAY < to; day = nextDay(fields, day + 1)) {
    const index = timesBefore(fields, from - day * DAY);
    if (index < timesADay(fields)) {
      const found = day * DAY + timeAt(fields, index);
      return found < to ? found : undefined;
    }
  }
  return undefined;
}

/** The last clock reading that the fields allow in `[from, to)`. */
export function lastLocal(fields: CronFields, from: LocalTime, to: LocalTime): LocalTime | undefined {
  for (
    let day = previousDay(fields, dayOf(to));
    day !== undefined && (day + 1) * DAY > from;
    day = previousDay(fields, day - 1)
  ) {
    const index = timesBefore(fields, to - day * DAY) - 1;
    if (index >= 0) {
      const found = day * DAY + timeAt(fields, index);
      return found >= from ? found : undefined;
    }
  }
  return undefined;
}

/** How many clock readings the fields allow in `[from, to)`; the work grows with the days, not with the readings. */
export function countLocal(fields: CronFields, from: LocalTime, to: LocalTime): number {
  let count = 0;
  for (let day = nextDay(fields, dayOf(from)); day !== undefined && day * DAY < to; day = nextDay(fields, day + 1)) {
    count += timesBefore(fields, to - day * DAY) - timesBefore(fields, from - day * DAY);
  }
  return Math.max(count, 0);
}

/**
 * The shortest time between two readings, in milliseconds; never more than `limit`. Changes of the clock are left out
 * of account.
 */
export function shortestStep(fields: CronFields, limit: number): number {
  const count = timesADay(fields);
  let shortest = limit;
  for (let index = 1; index < count; index++) {
    shortest = Math.min(shortest, timeAt(fields, index) - timeAt(fields, index - 1));
  }
  const overnight = DAY - timeAt(fields, count - 1) + timeAt(fields, 0);
  return overnight < shortest && hasNeighbours(fields) ? overnight : shortest;
}

/** Whether the fields ever allow two days in a row. */
function hasNeighbours(fields: CronFields): boolean {
  let before: DayNumber | undefined;
  for (let day = nextDay(fields, 0); day !== undefined; day = nextDay(fields, day + 1)) {
    if (before === day - 1) {
      return true;
    }
    before = day;
  }
  return false;
}

const dayOf = (local: LocalTime): DayNumber => Math.floor(local / DAY);

const timesADay = ({ hours, minutes, seconds }: CronFields): number => hours.length * minutes.length * seconds.length;

/** The time of day at a place in the day's rising list of times, in milliseconds. */
function timeAt({ hours, minutes, seconds }: CronFields, index: number): number {
  const second = seconds[index % seconds.length] ?? 0;
  const minute = minutes[Math.floor(index / seconds.length) % minutes.length] ?? 0;
  const hour = hours[Math.floor(index / (seconds.length * minutes.length))] ?? 0;
  return ((hour * 60 + minute) * 60 + second) * SECOND;
}

/** How many of a day's times lie before `time`, in milliseconds from its start. */
function timesBefore(fields: CronFields, time: number): number {
  let [low, high] = [0, timesADay(fields)];
  if (time <= 0) {
    return 0;
  }
  if (time >= DAY) {
    return high;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (timeAt(fields, middle) < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
