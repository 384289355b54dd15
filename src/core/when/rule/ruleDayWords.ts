import { MONTH_NAMES, WEEKDAY_NAMES } from '../../basics/dateText.ts';
import { EITHER, ORDINALS } from '../../repeat/words/dayWords.ts';

/** A number, or some in a row: `5`, `10 to 20`, `0 to 56 by 7`. */
export const SPAN = '\\d{1,2}(?: to \\d{1,2}(?: by \\d{1,2})?)?';

/** The pattern of a list of something: `a`, `a and b`, `a, b and c`. */
export const list = (item: string): string => `${item}(?:, ${item})*(?: and ${item})?`;

/** The numbers in a text, in its order. */
export const numbers = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number);

/** A list of spans as a field of a cron line; `*` where there is none. */
export const spans = (text: string | undefined): string =>
  text === undefined
    ? '*'
    : text
        .split(/, | and /)
        .map(span => span.replace(' to ', '-').replace(' by ', '/'))
        .join(',');

const WEEKDAYS = WEEKDAY_NAMES.map(name => name.toLowerCase());
const MONTHS = MONTH_NAMES.map(name => name.toLowerCase());
const WEEKDAY = `(?:${WEEKDAYS.join('|')})`;
const MONTH = `(?:${MONTHS.join('|')})`;

const OF_MONTH = new RegExp(`^on days? (${list(`(?:${SPAN}|the last day)`)}) of the month$`);
const NTH = new RegExp(`^on the (${ORDINALS.join('|')}|last) (${WEEKDAY}) of every month$`);
const THROUGH = new RegExp(`^(on )?(${WEEKDAY}) through (${WEEKDAY})$`);
const ON = new RegExp(`^(only )?on (${list(WEEKDAY)})$`);
const IN_MONTHS = new RegExp(`^(?:(.*), )?only in (?:(${list(MONTH)})|(${MONTH}) through (${MONTH}))$`);

/**
 * Reads the days of a rule as `repeat/dayWords.ts` says them, in lower case: `every day`, `monday through friday`, `on
 * day 1 of the month, only in may`. Gives the last three fields of a cron line; `undefined` where the text is something
 * else.
 */
export function readRuleDayWords(text: string): string | undefined {
  const [, before = '', names, from, to] = IN_MONTHS.exec(text) ?? [];
  const limited = names !== undefined || from !== undefined;
  const month = limited ? namesIn(names, from, to, MONTHS, 1) : '*';
  const days = daysIn(limited ? before : text);
  return days && `${days.ofMonth} ${month} ${days.ofWeek}`;
}

function daysIn(text: string): { readonly ofMonth: string; readonly ofWeek: string } | undefined {
  if (text === '' || text === 'every day') {
    return { ofMonth: '*', ofWeek: '*' };
  }
  const [either, other] = text.endsWith(` ${EITHER}`) ? text.slice(0, -EITHER.length - 1).split(' or ') : [];
  const ofMonth = daysOfMonth(either ?? text);
  const ofWeek = other === undefined ? weekdays(text, 'only ') : weekdays(other, undefined);
  if (either !== undefined) {
    return ofMonth !== undefined && ofWeek !== undefined ? { ofMonth, ofWeek } : undefined;
  }
  return ofMonth === undefined && ofWeek === undefined ? undefined : { ofMonth: ofMonth ?? '*', ofWeek: ofWeek ?? '*' };
}

function daysOfMonth(text: string): string | undefined {
  if (text === 'on the last day of every month') {
    return 'L';
  }
  const days = OF_MONTH.exec(text)?.[1];
  return days === undefined ? undefined : spans(days.replace('the last day', 'L'));
}

/** `only` where a weekday alone has to be said so: "on friday" is one day. */
function weekdays(text: string, only: string | undefined): string | undefined {
  const [, nth, named = ''] = NTH.exec(text) ?? [];
  if (nth !== undefined) {
    const day = WEEKDAYS.indexOf(named);
    return nth === 'last' ? `${day}L` : `${day}#${ORDINALS.findIndex(ordinal => ordinal === nth) + 1}`;
  }
  const [, , from, to] = THROUGH.exec(text) ?? [];
  if (from !== undefined) {
    return namesIn(undefined, from, to, WEEKDAYS, 0);
  }
  const [, limit, names] = ON.exec(text) ?? [];
  return names !== undefined && limit === only ? namesIn(names, undefined, undefined, WEEKDAYS, 0) : undefined;
}

/** Names as numbers from `low` on; those from one to another go round the end. */
function namesIn(
  names: string | undefined,
  from: string | undefined,
  to: string | undefined,
  all: readonly string[],
  low: number,
): string {
  if (names !== undefined) {
    return names
      .split(/, | and /)
      .map(name => all.indexOf(name) + low)
      .sort((a, b) => a - b)
      .join(',');
  }
  const [first, last] = [all.indexOf(from ?? ''), all.indexOf(to ?? '')];
  return first <= last
    ? `${first + low}-${last + low}`
    : all
        .map((_, index) => index + low)
        .filter(value => value >= first + low || value <= last + low)
        .join(',');
}
