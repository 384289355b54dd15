import { refusal, type Refusal } from '../../basics/refusal.ts';
import type { FieldShape } from './fieldShapes.ts';

/** Ends a refusal of a cron line with what to type instead. */
export const CRON_EXAMPLES = 'Try 0 9 * * 1-5 (minute, hour, day of month, month, day of week) or @daily.';

type Saying = (field: string, shape: FieldShape) => string;

/** What other crons have, by how it is written in a field in upper case. */
const MARKS: readonly (readonly [pattern: RegExp, why: Saying])[] = [
  [
    /(?:^|,|\d|L)W(?:,|\d|$)/,
    () =>
      'asks for the nearest weekday (W), which is not supported; use a day, such as 15, or the days 1-5 of the week',
  ],
  [
    /(?:^|,)L-\d/,
    () => 'counts back from the last day, which is not supported; use L for the last day, or a day such as 28',
  ],
  [
    /^(?=.*,).*(?:^|,)(?:\d|[A-Z]{3})(?:L|#\d+)(?:,|$)/,
    () => 'has L or # in a list, which is not supported; make one entry for each of them',
  ],
  [/^(?:\d|[A-Z]{3})#/, () => 'takes # with 1 to 5 only, such as MON#1 for the first Monday of the month'],
  [
    /(?:^|,)H(?:[/(,]|$)/,
    (_, { example }) => `leaves the choice to Jenkins (H), which is not supported; use a number, such as ${example}`,
  ],
  [
    /\?/,
    (_, { example, special }) =>
      special
        ? 'takes "?" only alone; use * or a list without it'
        : `takes no "?", which belongs in the two day fields; use * or a number, such as ${example}`,
  ],
  [
    /^\+/,
    () =>
      'asks for both days at once (+), which is not supported: either is enough; use MON#2 for the second Monday, or only one of the two',
  ],
  [/~/, (_, { example }) => `asks for a random number (~), which is not supported; use a number, such as ${example}`],
];

/** Why a field in upper case cannot be read, where it asks for what other crons have and Defer has not: W, H, `L-3`. */
export function unsupportedMark(field: string, shape: FieldShape): string | undefined {
  return MARKS.find(([pattern]) => pattern.test(field))?.[1](field, shape);
}

/**
 * Says no to what other programs write around the fields of a cron line, or in their place, and names what to use:
 * `TZ=…`, `cron(…)`, `rate(…)`, `@every`, `@reboot`, a field of years. `undefined` for any other line.
 */
export function refuseForm(line: string): Refusal | undefined {
  const [, zone, rest = ''] = /^(?:CRON_)?TZ=(\S+)\s*(.*)$/i.exec(line) ?? [];
  if (zone !== undefined) {
    return refusal(`A zone (TZ=) is not part of a cron line here. Use --tz "${zone}" with "${rest || '0 9 * * 1-5'}".`);
  }
  const [, wrapper = '', inner = ''] = /^(cron|rate)\((.*)\)?$/i.exec(line) ?? [];
  if (wrapper !== '') {
    return refusal(
      wrapper.toLowerCase() === 'rate'
        ? `rate(…) is not supported. Type every ${/^\d{1,6} (?:minute|hour|day)s?(?=\)?$)/.exec(inner)?.[0] ?? '5 minutes'}.`
        : 'cron(…) is not supported, nor are its years, and its Sunday is 1. Type five fields alone, with weekdays as names: 0 9 * * MON-FRI.',
    );
  }
  const every = /^@every\b\s*(.*)$/i.exec(line)?.[1];
  if (every !== undefined) {
    const period = /^(?:\d{1,6}[hms])+$/.test(every) ? every : '30m';
    return refusal(`@every is not supported. Type every ${period}, or use --every ${period}.`);
  }
  if (/^@reboot$/i.test(line)) {
    return refusal(
      'Nothing can be scheduled at the start of the machine (@reboot). Use @yearly, @monthly, @weekly, @daily, @hourly or every 30m.',
    );
  }
  return refuseYears(line.split(/\s+/));
}

/** A field of years: the seventh, or a sixth that holds one. */
function refuseYears(fields: readonly string[]): Refusal | undefined {
  const last = fields.at(-1) ?? '';
  if (fields.length === 6 && /^\d{4}\b/.test(last)) {
    return refusal(
      `The last field "${last}" is a year, and years are not supported. Use five fields with --until ${/.*(\d{4})/.exec(last)?.[1] ?? ''}-12-31, or --when with a full date for one time. ${CRON_EXAMPLES}`,
    );
  }
  return fields.length === 7
    ? refusal(
        `A cron line has five fields, or six with seconds first; this has 7. Years are not supported: leave them out and use --until or --count. ${CRON_EXAMPLES}`,
      )
    : undefined;
}
