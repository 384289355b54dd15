import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import { DAYPARTS, type Daypart } from '../clock/clockTime.ts';
import { readMonthDate } from '../day/monthDate.ts';
import { weekdayIndex } from '../names.ts';
import { ORDINAL as DAY_ORDINAL, ordinalOf } from '../clock/numberWords.ts';

/** The days that a text repeats on, as the last three fields of a cron line. */
export interface RuleDays {
  readonly dayOfMonth: string;
  readonly month: string;
  readonly weekday: string;
  /** `every evening`, `every monday morning`: the part of the day that was named with them. */
  readonly part?: Daypart;
  readonly notes: readonly string[];
}

const WEEKDAY =
  'sun(?:days?)?|mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:nesdays?|s)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?|sat(?:urdays?)?';
const ORDINAL = `(?:${DAY_ORDINAL}|last)`;
const EVERY = '(?:every|each)';
const OF_MONTH = '(?: (?:of|in) (?:the|every|each|a) month)';

const DAILY = new RegExp(`^(?:daily|everyday|${EVERY} day|(?:every|each) (?=morning|afternoon|evening|night))`);
const WORKDAYS = new RegExp(
  `^(?:(?:on )?(?:weekdays|workdays)|(?:on )?${EVERY} (?:weekday|workday|(?:working|business) day))`,
);
const WEEKENDS = new RegExp(`^(?:(?:on |at )?weekends|(?:on |at )?${EVERY} weekend(?: day)?)`);
const WEEKLY = new RegExp(`^(?:weekly |${EVERY} week )?(?:on )?(?:${EVERY} )?((?:${WEEKDAY})\\b.*)$`);
const MONTHLY = new RegExp(
  `^(monthly |${EVERY} month )?(?:on )?(${EVERY} )?(?:the )?(${ORDINAL}(?:(?:, | and |, and )(?:the )?${ORDINAL})*)(?: (day|${WEEKDAY}))?(${OF_MONTH})?$`,
);
const PART = new RegExp(`^ ?(?:in the |at )?(${DAYPARTS.map(({ name }) => name).join('|')})s?$`);

const days = (weekday: string, notes: readonly string[] = []): RuleDays => ({
  dayOfMonth: '*',
  month: '*',
  weekday,
  notes,
});

/**
 * Reads the days of a repeat, in lower case with single spaces: `every day`, `weekdays`, `every mon, wed and fri`,
 * `weekly on friday`, `first of the month`, `every last friday of the month`, `every 25 december`, with a part of the
 * day behind them where one is named. `undefined` where the text is something else, a refusal where there is no such
 * day.
 */
export function readRuleDays(text: string): RuleDays | Refusal | undefined {
  if (text === 'nightly') {
    return withPart(days('*'), 'night');
  }
  for (const [pattern, weekday] of [
    [DAILY, '*'],
    [WORKDAYS, '1-5'],
    [WEEKENDS, '0,6'],
  ] as const) {
    const [head] = pattern.exec(text) ?? [];
    if (head !== undefined) {
      return withPart(days(weekday), text.slice(head.length));
    }
  }
  return readWeekly(text) ?? readMonthly(text) ?? readYearly(text);
}

/** Adds the part of the day that stands behind the days; `undefined` where something else does. */
function withPart(found: RuleDays, rest: string): RuleDays | undefined {
  if (rest === '') {
    return found;
  }
  const name = PART.exec(rest)?.[1];
  const part = DAYPARTS.find(daypart => daypart.name === name);
  return part ? { ...found, part } : undefined;
}

function readWeekly(text: string): RuleDays | Refusal | undefined {
  const list = WEEKLY.exec(text)?.[1];
  if (list === undefined) {
    return undefined;
  }
  const [, names = list, part = ''] =
    /^(.*?)( (?:in the |at )?(?:morning|afternoon|evening|night)s?)$/.exec(list) ?? [];
  const [, from = '', to] = /^(\w+)(?: to | through | - |-)(\w+)$/.exec(names) ?? [];
  if (to !== undefined) {
    const [first, last] = [weekdayNumber(from), weekdayNumber(to)];
    if (first === undefined || last === undefined) {
      return undefined;
    }
    const end = last === 0 ? 7 : last;
    return end > first
      ? withPart(days(`${first}-${end}`), part)
      : refusal(l10n.t('"{0}" runs over the end of the week. Name the days: every fri, sat, sun and mon at 9.', names));
  }
  const numbers = names.split(/, and |, | and | & /).map(weekdayNumber);
  // "mondays" says that it comes again by itself; "monday" only after a word that does.
  const again = names !== text || names.split(/, and |, | and | & /).every(name => /days$/.test(name));
  if (numbers.includes(undefined) || !again || (/^on /.test(text) && !/days$/.test(names))) {
    return undefined;
  }
  return withPart(days([...new Set(numbers)].sort().join(',')), part);
}

function weekdayNumber(name: string): number | undefined {
  const index = new RegExp(`^(?:${WEEKDAY})$`).test(name) ? weekdayIndex(name) : -1;
  return index < 0 ? undefined : index;
}

function readMonthly(text: string): RuleDays | Refusal | undefined {
  const [, monthly, every, list, day, ofMonth] = MONTHLY.exec(text) ?? [];
  // "the 15th" alone is one day; "every second friday" may mean every other one.
  if (
    list === undefined ||
    (monthly === undefined && ofMonth === undefined && (every === undefined || day !== undefined))
  ) {
    return undefined;
  }
  const ordinals = list.split(/, and |, | and /).map(ordinal => ordinalNumber(ordinal.replace(/^the /, '')));
  if (day === undefined || day === 'day') {
    return daysOfMonth(ordinals);
  }
  const weekday = weekdayNumber(day);
  const [nth] = ordinals;
  if (weekday === undefined || ordinals.length > 1 || nth === undefined || (nth !== 'last' && nth > 5)) {
    return refusal(
      l10n.t('Name one weekday of the month: every first monday of the month at 9, or every last friday of the month.'),
    );
  }
  const rare = nth === 5 ? [l10n.t('months without a fifth one are left out')] : [];
  return days(nth === 'last' ? `${weekday}L` : `${weekday}#${nth}`, rare);
}

function daysOfMonth(ordinals: readonly (number | 'last')[]): RuleDays | Refusal {
  const wrong = ordinals.find(ordinal => ordinal !== 'last' && (ordinal < 1 || ordinal > 31));
  if (wrong !== undefined) {
    return refusal(l10n.t('No month has a day {0}. Type 1st to 31st, or last day of the month.', wrong));
  }
  const most = Math.max(...ordinals.map(ordinal => (ordinal === 'last' ? 0 : ordinal)));
  const notes =
    most > 28
      ? [l10n.t('months without a day {0} are left out; for the last day type every last day of the month', most)]
      : [];
  return {
    dayOfMonth: ordinals.map(ordinal => (ordinal === 'last' ? 'L' : ordinal)).join(','),
    month: '*',
    weekday: '*',
    notes,
  };
}

const ordinalNumber = (text: string): number | 'last' => (text === 'last' ? 'last' : ordinalOf(text));

function readYearly(text: string): RuleDays | Refusal | undefined {
  const marker = new RegExp(`^(?:(?:yearly|annually|${EVERY} year)(?: on)? |${EVERY} )(.+)$`).exec(text);
  const date = readMonthDate(marker?.[1] ?? text.replace(new RegExp(` ${EVERY} year$`), ''));
  if (!date || (marker === null && !/ year$/.test(text))) {
    return undefined;
  }
  if (date.year !== undefined || date.weekday !== undefined) {
    return refusal(l10n.t('For a yearly day give only the month and the day. Type every 25 december at 9.'));
  }
  const notes = date.month === 2 && date.day === 29 ? [l10n.t('only leap years have this day')] : [];
  return { dayOfMonth: String(date.day), month: String(date.month), weekday: '*', notes };
}
