import * as l10n from '@vscode/l10n';
import { MONTH_NAMES, shortName, WEEKDAY_NAMES } from '../../basics/dateText.ts';

/** One field of a cron line: what it is called, what its numbers may be, and the names it takes for them. */
export interface FieldShape {
  /** What it is called. */
  readonly name: () => string;
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
  /** A number to propose where a field cannot be read. */
  readonly example: number;
  /** `?` for "any", `L` for "last" and `#` for "the second", as the day fields take them. */
  readonly special?: RegExp;
  /** `L` stands for its last day, also in a list. */
  readonly takesLast?: true;
  /** Its numbers go round: 7 is 0, and a range may run over the end. */
  readonly wraps?: boolean;
}

const namesIn = (names: readonly string[]): readonly string[] => names.map(name => shortName(name).toUpperCase());

/** The names of months and weekdays in a cron line, in upper case. */
const MONTHS = namesIn(MONTH_NAMES);
export const CRON_WEEKDAYS = namesIn(WEEKDAY_NAMES);

/** The six fields of a cron line, seconds first. */
export const SHAPES: readonly FieldShape[] = [
  {
    name: () => l10n.t({ message: 'second', comment: ['a field of a cron line'] }),
    low: 0,
    high: 59,
    names: [],
    example: 17,
  },
  {
    name: () => l10n.t({ message: 'minute', comment: ['a field of a cron line'] }),
    low: 0,
    high: 59,
    names: [],
    example: 17,
  },
  {
    name: () => l10n.t({ message: 'hour', comment: ['a field of a cron line'] }),
    low: 0,
    high: 23,
    names: [],
    example: 3,
  },
  {
    name: () => l10n.t({ message: 'day of month', comment: ['a field of a cron line'] }),
    low: 1,
    high: 31,
    names: [],
    example: 9,
    special: /^(?:\?|L)$/,
    takesLast: true,
  },
  {
    name: () => l10n.t({ message: 'month', comment: ['a field of a cron line'] }),
    low: 1,
    high: 12,
    names: MONTHS,
    example: 5,
  },
  {
    name: () => l10n.t({ message: 'day of week', comment: ['a field of a cron line'] }),
    low: 0,
    high: 7,
    names: CRON_WEEKDAYS,
    example: 2,
    special: new RegExp(`^(?:\\?|(?:[0-7]|${CRON_WEEKDAYS.join('|')})(?:L|#[1-5]))$`),
    wraps: true,
  },
];
