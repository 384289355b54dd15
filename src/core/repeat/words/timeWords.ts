import * as l10n from '@vscode/l10n';
import type { CronFields } from '../cron/cronFields.ts';
import { listText, spanText, stepsOf, stretches, type Steps } from './series.ts';
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
    return { words: l10n.t('At {0}', named), saysDay: true };
  }
  const usual = hasFixedTime ? undefined : onMinute ? byMinutes(minutes, hours) : bySeconds(seconds, minutes, hours);
  return usual ?? { words: fieldByField(fields, onMinute), saysDay: true };
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
    ? {
        words: by === 1 ? l10n.t('Every second by the clock') : l10n.t('Every {0} seconds by the clock', by),
        saysDay: false,
      }
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
      return {
        words: by === 1 ? l10n.t('Every hour by the clock') : l10n.t('Every {0} hours by the clock', by),
        saysDay: false,
      };
    }
  }
  const [byHour, byMinute] = [stepsOf(hours), stepsOf(minutes)];
  if (single && byHour) {
    const { from, to, by } = byHour;
    const [start, end] = [`${twoDigits(from)}:${twoDigits(minute)}`, `${twoDigits(to)}:${twoDigits(minute)}`];
    return {
      words:
        by === 1
          ? l10n.t('Every hour from {0} to {1}', start, end)
          : l10n.t('Every {0} hours from {1} to {2}', by, start, end),
      saysDay: true,
    };
  }
  // Without a gap from hour to hour, so that it is every so many minutes all the way.
  if (byHour?.by === 1 && byMinute && minutes.length > 1 && byMinute.from + 60 - byMinute.to === byMinute.by) {
    const [start, end] = [
      `${twoDigits(byHour.from)}:${twoDigits(byMinute.from)}`,
      `${twoDigits(byHour.to)}:${twoDigits(byMinute.to)}`,
    ];
    return {
      words:
        byMinute.by === 1
          ? l10n.t('Every minute from {0} to {1}', start, end)
          : l10n.t('Every {0} minutes from {1} to {2}', byMinute.by, start, end),
      saysDay: true,
    };
  }
  return undefined;
}

/** The minutes of every hour: `Every 15 minutes by the clock`, `Every hour at :05 and :35`. */
function withinHour(minutes: readonly number[]): string {
  const by = minutes.length > 1 ? wholeStep(minutes, 60) : undefined;
  if (by !== undefined) {
    return by === 1 ? l10n.t('Every minute by the clock') : l10n.t('Every {0} minutes by the clock', by);
  }
  if (minutes.length === 1 && minutes[0] === 0) {
    return l10n.t('Every hour on the hour');
  }
  const steps = minutes.length > 2 ? stepsOf(minutes) : undefined;
  if (steps) {
    const [start, end] = [twoDigits(steps.from), twoDigits(steps.to)];
    return steps.by === 1
      ? l10n.t('Every minute from :{0} to :{1} of each hour', start, end)
      : l10n.t('Every {0} minutes from :{1} to :{2} of each hour', steps.by, start, end);
  }
  return minutes.length > MOST_NAMED
    ? l10n.t('At {0} of {1}', fieldText('minute', minutes, false), everyText('hour'))
    : l10n.t('Every hour at {0}', listText(minutes.map(minute => `:${twoDigits(minute)}`)));
}

/** The step of numbers that go evenly round from 0: 15 for 0, 15, 30, 45; 7 goes into no hour. */
function wholeStep(values: readonly number[], size: number): number | undefined {
  const steps = stepsOf(values);
  return steps && steps.from === 0 && steps.to + steps.by === size ? steps.by : undefined;
}

/** `At minutes 0, 5 and 40 of hours 9 to 17`; the seconds first where there are any. */
function fieldByField({ seconds, minutes, hours, hasFixedTime }: CronFields, onMinute: boolean): string {
  const minuteText = fieldText('minute', minutes, hasFixedTime);
  const isOpen = hasFixedTime || isWhole('minute', minutes) || stretches(minutes).some(({ from, to }) => from !== to);
  const hourText = fieldText('hour', hours, hasFixedTime, !isOpen);
  return onMinute
    ? l10n.t('At {0} of {1}', minuteText, hourText)
    : l10n.t('At {0} of {1} of {2}', fieldText('second', seconds, false), minuteText, hourText);
}

type Unit = 'second' | 'minute' | 'hour';

const SIZES: Readonly<Record<Unit, number>> = { second: 60, minute: 60, hour: 24 };

/** Whether the numbers of a field are all that it can have. */
const isWhole = (unit: Unit, values: readonly number[]): boolean => values.length === SIZES[unit];

/** One field; `plain` with every number named, `ranges` with every number as a range, so that it is not plain. */
function fieldText(unit: Unit, values: readonly number[], plain: boolean, ranges = false): string {
  if (isWhole(unit, values) && !plain) {
    return everyText(unit);
  }
  const steps = plain ? values.map((value): Steps => ({ from: value, to: value, by: 1 })) : stretches(values);
  const parts = steps.map(span => (ranges && span.from === span.to ? rangeText(span.from) : spanText(span)));
  return values.length === 1 ? oneText(unit, listText(parts)) : severalText(unit, listText(parts));
}

/** A single number as a range, `9 to 9`, so that what is read back is no fixed time. */
const rangeText = (value: number): string => l10n.t('{0} to {1}', value, value);

function everyText(unit: Unit): string {
  switch (unit) {
    case 'second':
      return l10n.t('every second');
    case 'minute':
      return l10n.t('every minute');
    case 'hour':
      return l10n.t('every hour');
  }
}

function oneText(unit: Unit, number: string): string {
  switch (unit) {
    case 'second':
      return l10n.t('second {0}', number);
    case 'minute':
      return l10n.t('minute {0}', number);
    case 'hour':
      return l10n.t('hour {0}', number);
  }
}

function severalText(unit: Unit, numbers: string): string {
  switch (unit) {
    case 'second':
      return l10n.t('seconds {0}', numbers);
    case 'minute':
      return l10n.t('minutes {0}', numbers);
    case 'hour':
      return l10n.t('hours {0}', numbers);
  }
}
