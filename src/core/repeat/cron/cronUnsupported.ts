import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import type { FieldShape } from './fieldShapes.ts';

/** Ends a refusal of a cron line with what to type instead. */
export const cronExamples = (): string =>
  l10n.t('Try 0 9 * * 1-5 (minute, hour, day of month, month, day of week) or @daily.');

/** A sentence about a field: `name` is what it is called, `field` what stands in it. */
type Saying = (name: string, field: string, shape: FieldShape) => string;

/** What other crons have, by how it is written in a field in upper case. */
const MARKS: readonly (readonly [pattern: RegExp, why: Saying])[] = [
  [
    /(?:^|,|\d|L)W(?:,|\d|$)/,
    (name, field) =>
      l10n.t(
        'The {0} "{1}" asks for the nearest weekday (W), which is not supported; use a day, such as 15, or the days 1-5 of the week.',
        name,
        field,
      ),
  ],
  [
    /(?:^|,)L-\d/,
    (name, field) =>
      l10n.t(
        'The {0} "{1}" counts back from the last day, which is not supported; use L for the last day, or a day such as 28.',
        name,
        field,
      ),
  ],
  [
    /^(?=.*,).*(?:^|,)(?:\d|[A-Z]{3})(?:L|#\d+)(?:,|$)/,
    (name, field) =>
      l10n.t(
        'The {0} "{1}" has L or # in a list, which is not supported; make one entry for each of them.',
        name,
        field,
      ),
  ],
  [
    /^(?:\d|[A-Z]{3})#/,
    (name, field) =>
      l10n.t('The {0} "{1}" takes # with 1 to 5 only, such as MON#1 for the first Monday of the month.', name, field),
  ],
  [
    /(?:^|,)H(?:[/(,]|$)/,
    (name, field, { example }) =>
      l10n.t(
        'The {0} "{1}" leaves the choice to Jenkins (H), which is not supported; use a number, such as {2}.',
        name,
        field,
        example,
      ),
  ],
  [
    /\?/,
    (name, field, { example, special }) =>
      special
        ? l10n.t('The {0} "{1}" takes "?" only alone; use * or a list without it.', name, field)
        : l10n.t(
            'The {0} "{1}" takes no "?", which belongs in the two day fields; use * or a number, such as {2}.',
            name,
            field,
            example,
          ),
  ],
  [
    /^\+/,
    (name, field) =>
      l10n.t(
        'The {0} "{1}" asks for both days at once (+), which is not supported: either is enough; use MON#2 for the second Monday, or only one of the two.',
        name,
        field,
      ),
  ],
  [
    /~/,
    (name, field, { example }) =>
      l10n.t(
        'The {0} "{1}" asks for a random number (~), which is not supported; use a number, such as {2}.',
        name,
        field,
        example,
      ),
  ],
];

/**
 * Why a field in upper case cannot be read, in a sentence, where it asks for what other crons have and Defer has not:
 * W, H, `L-3`.
 */
export function unsupportedMark(field: string, shape: FieldShape): string | undefined {
  return MARKS.find(([pattern]) => pattern.test(field))?.[1](shape.name(), field, shape);
}

/**
 * Says no to what other programs write around the fields of a cron line, or in their place, and names what to use:
 * `TZ=…`, `cron(…)`, `rate(…)`, `@every`, `@reboot`, a field of years. `undefined` for any other line.
 */
export function refuseForm(line: string): Refusal | undefined {
  const [, zone, rest = ''] = /^(?:CRON_)?TZ=(\S+)\s*(.*)$/i.exec(line) ?? [];
  if (zone !== undefined) {
    return refusal(
      l10n.t('A zone (TZ=) is not part of a cron line here. Use --tz "{0}" with "{1}".', zone, rest || '0 9 * * 1-5'),
    );
  }
  const [, wrapper = '', inner = ''] = /^(cron|rate)\((.*)\)?$/i.exec(line) ?? [];
  if (wrapper !== '') {
    return refusal(
      wrapper.toLowerCase() === 'rate'
        ? l10n.t(
            'rate(…) is not supported. Type every {0}.',
            /^\d{1,6} (?:minute|hour|day)s?(?=\)?$)/.exec(inner)?.[0] ?? '5 minutes',
          )
        : l10n.t(
            'cron(…) is not supported, nor are its years, and its Sunday is 1. Type five fields alone, with weekdays as names: 0 9 * * MON-FRI.',
          ),
    );
  }
  const every = /^@every\b\s*(.*)$/i.exec(line)?.[1];
  if (every !== undefined) {
    const period = /^(?:\d{1,6}[hms])+$/.test(every) ? every : '30m';
    return refusal(l10n.t('@every is not supported. Type every {0}, or use --every {0}.', period));
  }
  if (/^@reboot$/i.test(line)) {
    return refusal(
      l10n.t(
        'Nothing can be scheduled at the start of the machine (@reboot). Use @yearly, @monthly, @weekly, @daily, @hourly or every 30m.',
      ),
    );
  }
  return refuseYears(line.split(/\s+/));
}

/** A field of years: the seventh, or a sixth that holds one. */
function refuseYears(fields: readonly string[]): Refusal | undefined {
  const last = fields.at(-1) ?? '';
  if (fields.length === 6 && /^\d{4}\b/.test(last)) {
    return refusal(
      `${l10n.t(
        'The last field "{0}" is a year, and years are not supported. Use five fields with --until {1}-12-31, or --when with a full date for one time.',
        last,
        /.*(\d{4})/.exec(last)?.[1] ?? '',
      )} ${cronExamples()}`,
    );
  }
  return fields.length === 7
    ? refusal(
        `${l10n.t('A cron line has five fields, or six with seconds first; this has 7. Years are not supported: leave them out and use --until or --count.')} ${cronExamples()}`,
      )
    : undefined;
}
