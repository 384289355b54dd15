import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import { plainField } from './cronField.ts';
import { SHAPES } from './fieldShapes.ts';
import { cronExamples, refuseForm } from './cronUnsupported.ts';

/** A cron line, cut into its fields. */
export interface CronLine {
  /** Seconds first, in upper case: five fields get second 0, `@daily` and its like are spelled out. */
  readonly fields: readonly string[];
  /** Hour and minute are plain numbers, so an occurrence is a time of day and not a reading of the clock. */
  readonly hasFixedTime: boolean;
}

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

const LONGEST = 200;

/**
 * The six fields of a cron line, as cron-parser takes them: no number twice, no range over the end of the week. A
 * refusal names the field that is wrong, or what is not supported. Stricter than cron-parser, which takes an empty
 * text, four fields and parts of an item.
 */
export function splitCron(text: string): CronLine | Refusal {
  const typed = text.trim();
  if (typed === '' || typed.length > LONGEST) {
    return refusal(
      `${l10n.t('A cron line has five or six fields, at most {0} characters.', LONGEST)} ${cronExamples()}`,
    );
  }
  const form = refuseForm(typed);
  if (form) {
    return form;
  }
  const line = typed.startsWith('@') ? SHORTHANDS.get(typed.toLowerCase()) : typed;
  if (line === undefined) {
    return refusal(l10n.t('There is no "{0}" here. Use {1}.', typed, [...SHORTHANDS.keys()].join(', ')));
  }
  const given = line.toUpperCase().split(/\s+/);
  if (given.length !== 5 && given.length !== 6) {
    return refusal(
      `${l10n.t('A cron line has five fields, or six with seconds first; this has {0}.', given.length)} ${cronExamples()}`,
    );
  }
  const six = given.length === 5 ? ['0', ...given] : given;
  const fields: string[] = [];
  for (const [index, shape] of SHAPES.entries()) {
    const field = plainField(six[index] ?? '', shape);
    if (typeof field !== 'string') {
      return field;
    }
    fields.push(field);
  }
  return { fields, hasFixedTime: six.slice(1, 3).every(field => /^[\d,]+$/.test(field)) };
}
