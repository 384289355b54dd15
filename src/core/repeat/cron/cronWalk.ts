import { DAY, END_OF_TIME, instant, type Instant } from '../../basics/time.ts';
import { clockRuns, type ClockRun } from './clockRuns.ts';
import { nextDay, previousDay } from './cronDays.ts';
import type { CronFields } from './cronFields.ts';
import { countLocal, firstLocal, lastLocal } from './cronTimes.ts';

/*
 * When a cron line comes, in a zone whose clock jumps (docs/time.md, "Repeat"). A fixed time of day comes when the
 * clock first shows it or has first passed it: so one in a gap comes at the first moment after, and one shown twice
 * comes once. A line with a wildcard, range or step in its hour or minute comes whenever the clock shows what it
 * allows.
 */

/** How long a calendar day can be looked for: its clock readings lie within, wherever the zone is and jumps to. */
const WINDOW = 5 * DAY;

/** The first occurrence after a moment; `undefined` where there is none before 2100. Throws for an unknown zone. */
export function nextCron(fields: CronFields, zone: string, after: Instant): Instant | undefined {
  let from = Math.max(after + 1, 0);
  while (from < END_OF_TIME) {
    // Two days back: the zone may be behind UTC, and its clock may just go back over midnight.
    const day = nextDay(fields, Math.floor(from / DAY) - 2);
    if (day === undefined) {
      return undefined;
    }
    from = Math.max(from, (day - 2) * DAY);
    const to = Math.min(from + WINDOW, END_OF_TIME);
    for (const run of clockRuns(zone, instant(from), instant(to))) {
      const found = firstIn(fields, run, from, to);
      if (found !== undefined) {
        return found;
      }
    }
    from = to;
  }
  return undefined;
}

/** The last occurrence before a moment; `undefined` where there is none since 1970. Throws for an unknown zone. */
export function previousCron(fields: CronFields, zone: string, before: Instant): Instant | undefined {
  let to = Math.min(before, END_OF_TIME);
  while (to > 0) {
    const day = previousDay(fields, Math.floor(to / DAY) + 2);
    if (day === undefined) {
      return undefined;
    }
    to = Math.min(to, (day + 4) * DAY);
    const from = Math.max(to - WINDOW, 0);
    const runs = clockRuns(zone, instant(from), instant(to));
    for (const run of [...runs].reverse()) {
      const found = lastIn(fields, run, from, to);
      if (found !== undefined) {
        return found;
      }
    }
    to = from;
  }
  return undefined;
}

/**
 * How many occurrences lie in `[from, to)`, without going through them: the work grows with the days between.
 * Throws for an unknown zone.
 */
export function countCron(fields: CronFields, zone: string, from: Instant, to: Instant): number {
  const [start, end] = [Math.max(from, 0), Math.min(to, END_OF_TIME)];
  return start < end
    ? clockRuns(zone, instant(start), instant(end)).reduce((count, run) => count + countIn(fields, run, start, end), 0)
    : 0;
}

function firstIn(fields: CronFields, run: ClockRun, from: number, to: number): Instant | undefined {
  if (isLanding(fields, run, from, to)) {
    return run.from;
  }
  const local = firstLocal(fields, lowest(fields, run, from), Math.min(run.to, to) + run.offset);
  return local === undefined ? undefined : instant(local - run.offset);
}

function lastIn(fields: CronFields, run: ClockRun, from: number, to: number): Instant | undefined {
  const local = lastLocal(fields, lowest(fields, run, from), Math.min(run.to, to) + run.offset);
  if (local !== undefined) {
    return instant(local - run.offset);
  }
  return isLanding(fields, run, from, to) ? run.from : undefined;
}

function countIn(fields: CronFields, run: ClockRun, from: number, to: number): number {
  const landed = isLanding(fields, run, from, to) ? 1 : 0;
  return landed + countLocal(fields, lowest(fields, run, from) + landed, Math.min(run.to, to) + run.offset);
}

/** Whether fixed times in the gap before a run all come at its first moment. */
const isLanding = (fields: CronFields, run: ClockRun, from: number, to: number): boolean =>
  fields.hasFixedTime &&
  run.from >= from &&
  run.from < to &&
  run.reached < run.from + run.offset &&
  firstLocal(fields, run.reached, run.from + run.offset) !== undefined;

/** The first clock reading of a run that counts: a fixed time not where the clock shows it again. */
function lowest(fields: CronFields, run: ClockRun, from: number): number {
  const local = Math.max(run.from, from) + run.offset;
  return fields.hasFixedTime ? Math.max(local, run.reached) : local;
}
