import type { CronFields } from '../cron/cronFields.ts';
import { listText, stepsOf, stretches, type Steps } from './series.ts';
import { clockText } from '../../basics/wallClock.ts';
import { twoDigits } from '../../basics/calendarDate.ts';

/** The times of day of a cron line in words, and whether a rule that comes every day has to say so. */
export interface TimeWords {
  readonly words: string;
  readonly saysDay: boolean;
}

/** So many times of day are named one by one. */
const MOST_NAMED = 8;

/**
 * The times of a cron line in words that `ruleWords.ts` in `when` reads back as the same times: `At 09:00 and 17:00`,
 * `Every 15 minutes by the clock`, `Every 7 minutes from :00 to :56 of each hour`. A fixed time is named by its numbers
 * alone, so that what is read back is fixed too.
 */
export function timeWords(fields: CronFields): TimeWords {
  const { seconds, minutes, hours, hasFixedTime } = fields;
  const onMinute = seconds.length === 1 && seconds[0] === 0;
  const named = hasFixedTime ? clocks(fields) : undefined;
  if (named) {
    return { words: `At ${named}`, saysDay: true };
  }
  const usual = hasFixedTime ? undefined : onMinute ? byMinutes(minutes, hours) : bySeconds(seconds, minutes, hours);
  return usual ?? { words: `At ${fieldByField(fields, onMinute)}`, saysDay: true };
}

/** `09:00`, `09:00 and 17:00`, `09:00:30`; `undefined` where they are too many. */
function clocks({ seconds, minutes, hours }: CronFields): string | undefined {
  return seconds.length * minutes.length * hours.length > MOST_NAMED
    ? undefined
    : listText(
        hours.flatMap(hour => minutes.flatMap(minute => seconds.map(second => clockText({ hour, minute, second })))),
      );
}

function bySeconds(
  seconds: readonly number[],
  minutes: readonly number[],
  hours: readonly number[],
): TimeWords | undefined {
  const by = wholeStep(seconds, 60);
  return by !== undefined && minutes.length === 60 && hours.length === 24
    ? { words: `Every ${counted(by, 'second')} by the clock`, saysDay: false }
    : undefined;
}

function byMinutes(minutes: readonly number[], hours: readonly number[]): TimeWords | undefined {
  const [minute = 0] = minutes;
  const single = minutes.length === 1;
  if (hours.length === 24) {
    return { words: withinHour(minutes), saysDay: false };
  }
  if (single && minute === 0 && hours.length > 1 && hours[0] === 0) {
    const by = wholeStep(hours, 24);
    if (by !== undefined) {
      return { words: `Every ${counted(by, 'hour')} by the clock`, saysDay: false };
    }
  }
  const [byHour, byMinute] = [stepsOf(hours), stepsOf(minutes)];
  if (single && byHour) {
    const { from, to, by } = byHour;
    return {
      words: `Every ${counted(by, 'hour')} from ${twoDigits(from)}:${twoDigits(minute)} to ${twoDigits(to)}:${twoDigits(minute)}`,
      saysDay: true,
    };
  }
  // Without a gap from hour to hour, so that it is every so many minutes all the way.
  if (byHour?.by === 1 && byMinute && minutes.length > 1 && byMinute.from + 60 - byMinute.to === byMinute.by) {
    const [start, end] = [
      `${twoDigits(byHour.from)}:${twoDigits(byMinute.from)}`,
      `${twoDigits(byHour.to)}:${twoDigits(byMinute.to)}`,
    ];
    return { words: `Every ${counted(byMinute.by, 'minute')} from ${start} to ${end}`, saysDay: true };
  }
  return undefined;
}

/** The minutes of every hour: `Every 15 minutes by the clock`, `Every hour at :05 and :35`. */
function withinHour(minutes: readonly number[]): string {
  const by = minutes.length > 1 ? wholeStep(minutes, 60) : undefined;
  if (by !== undefined) {
    return `Every ${counted(by, 'minute')} by the clock`;
  }
  if (minutes.length === 1 && minutes[0] === 0) {
    return 'Every hour on the hour';
  }
  const steps = minutes.length > 2 ? stepsOf(minutes) : undefined;
  if (steps) {
    return `Every ${counted(steps.by, 'minute')} from :${twoDigits(steps.from)} to :${twoDigits(steps.to)} of each hour`;
  }
  return minutes.length > MOST_NAMED
    ? `At ${fieldText('minute', minutes, 60, false)} of every hour`
    : `Every hour at ${listText(minutes.map(minute => `:${twoDigits(minute)}`))}`;
}

/** The step of numbers that go evenly round from 0: 15 for 0, 15, 30, 45; 7 goes into no hour. */
function wholeStep(values: readonly number[], size: number): number | undefined {
  const steps = stepsOf(values);
  return steps && steps.from === 0 && steps.to + steps.by === size ? steps.by : undefined;
}

const counted = (count: number, unit: string): string => (count === 1 ? unit : `${count} ${unit}s`);

/** `minutes 0, 5 and 40 of hours 9 to 17`; the seconds first where there are any. */
function fieldByField({ seconds, minutes, hours, hasFixedTime }: CronFields, onMinute: boolean): string {
  const minuteText = fieldText('minute', minutes, 60, hasFixedTime);
  const isOpen = hasFixedTime || /\bevery\b|\bto\b/.test(minuteText);
  const hourText = fieldText('hour', hours, 24, hasFixedTime, !isOpen);
  const secondText = onMinute ? '' : `${fieldText('second', seconds, 60, false)} of `;
  return `${secondText}${minuteText} of ${hourText}`;
}

/** One field; `plain` with every number named, `ranges` with every number as a range, so that it is not plain. */
function fieldText(name: string, values: readonly number[], size: number, plain: boolean, ranges = false): string {
  if (values.length === size && !plain) {
    return `every ${name}`;
  }
  const steps = plain ? values.map((value): Steps => ({ from: value, to: value, by: 1 })) : stretches(values);
  const parts = steps.map(({ from, to, by }) =>
    from === to && !ranges ? String(from) : `${from} to ${to}${by === 1 ? '' : ` by ${by}`}`,
  );
  return `${name}${values.length === 1 ? '' : 's'} ${listText(parts)}`;
}
