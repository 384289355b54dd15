import { MONTH_NAMES, shortName, WEEKDAY_NAMES } from '../../basics/calendarDate.ts';

/** One field of a cron line: what it is called, what its numbers may be, and the names it takes for them. */
export interface FieldShape {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
  /** A number to propose where a field cannot be read. */
  readonly example: number;
  /** `?` for "any", `L` for "last" and `#` for "the second", as the day fields take them. */
  readonly special?: RegExp;
  /** Its numbers go round: 7 is 0, and a range may run over the end. */
  readonly wraps?: boolean;
}

const namesIn = (names: readonly string[]): readonly string[] => names.map(name => shortName(name).toUpperCase());

/** The names of months and weekdays in a cron line, in upper case. */
const MONTHS = namesIn(MONTH_NAMES);
export const CRON_WEEKDAYS = namesIn(WEEKDAY_NAMES);

/** The six fields of a cron line, seconds first. */
export const SHAPES: readonly FieldShape[] = [
  { name: 'second', low: 0, high: 59, names: [], example: 17 },
  { name: 'minute', low: 0, high: 59, names: [], example: 17 },
  { name: 'hour', low: 0, high: 23, names: [], example: 3 },
  { name: 'day of month', low: 1, high: 31, names: [], example: 9, special: /^(?:\?|L)$/ },
  { name: 'month', low: 1, high: 12, names: MONTHS, example: 5 },
  {
    name: 'day of week',
    low: 0,
    high: 7,
    names: CRON_WEEKDAYS,
    example: 2,
    special: new RegExp(`^(?:\\?|(?:[0-7]|${CRON_WEEKDAYS.join('|')})(?:L|#[1-5]))$`),
    wraps: true,
  },
];
