import { refusal, type Refusal } from '../refusal.ts';

/** One field of a cron line: what it is called, what its numbers may be, and the names it takes for them. */
interface FieldShape {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
  /** `?` for "any" and `L` for "last", as the day fields take them. */
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const SHAPES: readonly FieldShape[] = [
  { name: 'second', low: 0, high: 59, names: [] },
  { name: 'minute', low: 0, high: 59, names: [] },
  { name: 'hour', low: 0, high: 23, names: [] },
  { name: 'day of month', low: 1, high: 31, names: [], special: /^(?:\?|L)$/ },
  { name: 'month', low: 1, high: 12, names: MONTHS },
  { name: 'day of week', low: 0, high: 7, names: WEEKDAYS, special: /^(?:\?|(?:[0-7]|[A-Z]{3})(?:L|#[1-5]))$/ },
];

/** Shorthands of cron, each with the line it stands for. */
const SHORTHANDS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
  ['@weekdays', '0 0 * * 1-5'],
  ['@weekends', '0 0 * * 0,6'],
]);

/** Ends a refusal of a cron line with what to type instead. */
export const CRON_EXAMPLES = 'Try 0 9 * * 1-5 (minute, hour, day of month, month, day of week) or @daily.';

const LONGEST = 200;
const ITEM = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,4}))?$/;

/**
 * The six fields of a cron line, seconds first, in upper case: five fields get second 0, `@daily` and its like are
 * spelled out. A refusal names the field that is wrong. Stricter than cron-parser, which takes an empty text, four
 * fields and parts of an item (TIME.md).
 */
export function splitCron(text: string): readonly string[] | Refusal {
  const typed = text.trim();
  if (typed === '' || typed.length > LONGEST) {
    return refusal(`A cron line has five or six fields, at most ${LONGEST} characters. ${CRON_EXAMPLES}`);
  }
  const line = typed.startsWith('@') ? SHORTHANDS.get(typed.toLowerCase()) : typed;
  if (line === undefined) {
    return refusal(`There is no ${typed}. Use ${[...SHORTHANDS.keys()].join(', ')}.`);
  }
  const fields = line.toUpperCase().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) {
    return refusal(
      `A cron line has five fields, or six with seconds first; this has ${fields.length}. ${CRON_EXAMPLES}`,
    );
  }
  const six = fields.length === 5 ? ['0', ...fields] : fields;
  for (const [index, field] of six.entries()) {
    const shape = SHAPES[index];
    const fault = shape && fieldFault(field, shape);
    if (fault) {
      return fault;
    }
  }
  return six;
}

function fieldFault(field: string, shape: FieldShape): Refusal | undefined {
  if (shape.special?.test(field) === true && nameFits(field.replace(/(?:L|#\d)$/, ''), shape)) {
    return undefined;
  }
  for (const item of field.split(',')) {
    const [, from, to, step] = ITEM.exec(item) ?? [];
    const first = from === '*' ? shape.low : numberOf(from, shape);
    const last = to === undefined ? first : numberOf(to, shape);
    // `*-5` is no range.
    if (first === undefined || last === undefined || (from === '*' && to !== undefined)) {
      if (!(item === 'L' && shape.name === 'day of month')) {
        return no(field, shape, `takes ${shape.low} to ${shape.high}, lists (1,3), ranges (1-5) and steps (*/2)`);
      }
    } else if (first > last) {
      return no(
        field,
        shape,
        `has a range that runs backwards; split it in two, such as ${first}-${shape.high},${shape.low}-${last}`,
      );
    } else if (step !== undefined && (Number(step) < 1 || Number(step) > shape.high)) {
      return no(field, shape, `cannot step by ${step}, only by 1 to ${shape.high}; for other intervals use --every`);
    }
  }
  return undefined;
}

const no = (field: string, { name }: FieldShape, why: string): Refusal =>
  refusal(`The ${name} "${field}" ${why}. ${CRON_EXAMPLES}`);

const nameFits = (text: string, shape: FieldShape): boolean =>
  text === '' || text === '?' || numberOf(text, shape) !== undefined;

function numberOf(text: string | undefined, { low, high, names }: FieldShape): number | undefined {
  const named = names.indexOf(text ?? '');
  if (named >= 0) {
    return named + (names === MONTHS ? 1 : 0);
  }
  const value = /^\d{1,2}$/.test(text ?? '') ? Number(text) : -1;
  return value >= low && value <= high ? value : undefined;
}
