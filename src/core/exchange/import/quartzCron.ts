import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { readCron } from '../../repeat/cron/readCron.ts';
import { CRON_WEEKDAYS } from '../../repeat/cron/fieldShapes.ts';
import { instant, toIso } from '../../basics/time.ts';

/** From which number on weekdays are counted: Sunday is 1 in Quartz and in Rust's `cron`, 0 and 7 elsewhere. */
export type Counting = 'from 1' | 'from 0';

/** A cron line of another system as Defer reads cron. */
export interface CronReading {
  readonly cron: string;
  /** Slots lie after it and up to `until`, where the line names years. */
  readonly anchor?: string;
  readonly until?: string;
  /** It would come at other times here, so it is to be paused. */
  readonly isDoubtful: boolean;
  /** What a person should know of how it is read, in plain words. May quote the line. */
  readonly notes: readonly string[];
}

/**
 * Reads a cron line of five fields, six with seconds first, or seven with years last, as Rust's `cron` has them.
 * Weekday numbers become names, which mean the same to everybody. Refused where Defer cannot keep such a rule.
 */
export function readQuartz(line: string, counting: Counting): CronReading | Refusal {
  const notes: string[] = [];
  const given = line.trim().split(/\s+/);
  if (given[0]?.startsWith('@') === true) {
    return checked({ cron: line.trim(), isDoubtful: false, notes });
  }
  if (given.length < 5 || given.length > 7) {
    return refusal(l10n.t('"{0}" is not a cron line of five to seven fields.', line));
  }
  const [second = '0', minute = '', hour = '', day = '', month = '', weekday = '', year = '*'] =
    given.length === 5 ? ['0', ...given] : given;
  const years = yearsIn(year);
  if (isRefusal(years)) {
    return years;
  }
  const weekdays = weekdaysIn(weekday, counting, notes);
  if (typeof weekdays !== 'string') {
    return weekdays;
  }
  const days = daysTogether(day, weekdays, notes);
  const clock = second === '0' || second === '00' ? [minute, hour] : [second, minute, hour];
  const cron = [...clock, days.day, namesIn(month, 3), days.weekday].join(' ');
  return checked({ cron, ...years, isDoubtful: days.isDoubtful, notes });
}

function checked(reading: CronReading): CronReading | Refusal {
  const fields = readCron(reading.cron);
  return isRefusal(fields) ? fields : reading;
}

/** The field of years as the moments between which slots lie; lists and steps have no such moments. */
function yearsIn(field: string): { readonly anchor?: string; readonly until?: string } | Refusal {
  if (field === '*' || field === '?') {
    return {};
  }
  const [, first, last = first] = /^(\d{4})(?:-(\d{4}))?$/.exec(field) ?? [];
  return first === undefined || last === undefined
    ? refusal(l10n.t('The years "{0}" cannot be kept here, only one year or a range of them.', field))
    : {
        anchor: toIso(instant(Date.UTC(Number(first), 0) - 1)),
        until: toIso(instant(Date.UTC(Number(last) + 1, 0) - 1)),
      };
}

/** Names of more than three letters cut to three, in upper case. */
const namesIn = (field: string, letters: number): string =>
  field.replace(/[a-z]+/gi, name => name.slice(0, letters).toUpperCase());

/**
 * The field of weekdays with names for numbers; where there were numbers, what they were read as is noted, with the
 * other reading if that differs.
 */
function weekdaysIn(field: string, counting: Counting, notes: string[]): string | Refusal {
  const named = namesIn(field, 3);
  if (!/\d/.test(named)) {
    return named;
  }
  const [own, other] = [daysOf(named, counting), daysOf(named, counting === 'from 1' ? 'from 0' : 'from 1')];
  if (own === undefined) {
    return refusal(
      counting === 'from 1'
        ? l10n.t('The weekdays "{0}" name no days where Sunday is 1.', field)
        : l10n.t('The weekdays "{0}" name no days.', field),
    );
  }
  if (other?.join() === own.join()) {
    notes.push(l10n.t('Weekdays "{0}" are read as {1}.', field, wordsOf(own)));
  } else {
    const [here, there] = counting === 'from 1' ? ['1', '0'] : ['0', '1'];
    notes.push(
      other === undefined
        ? l10n.t(
            'Weekdays "{0}" are read with Sunday as {1}: {2}. With Sunday as {3} they would be refused. Change the rule if that is what you meant.',
            field,
            here,
            wordsOf(own),
            there,
          )
        : l10n.t(
            'Weekdays "{0}" are read with Sunday as {1}: {2}. With Sunday as {3} they would mean {4}. Change the rule if that is what you meant.',
            field,
            here,
            wordsOf(own),
            there,
            wordsOf(other),
          ),
    );
  }
  return own.length === 7 ? '*' : wordsOf(own);
}

/** The weekdays, 0 Sunday to 6, that a field of names and numbers allows. */
function daysOf(field: string, counting: Counting): readonly number[] | undefined {
  const [low, high] = counting === 'from 1' ? [1, 7] : [0, 7];
  const days = new Set<number>();
  for (const item of field.split(',')) {
    const [, from = '', to, step = '1'] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d))?$/.exec(item) ?? [];
    const numberOf = (text: string): number => {
      const name = CRON_WEEKDAYS.indexOf(text);
      return name >= 0 ? name + low : /^\d$/.test(text) ? Number(text) : -1;
    };
    const first = from === '*' ? low : numberOf(from);
    // A step runs on to the end of the week.
    const last = to !== undefined ? numberOf(to) : from === '*' || item.includes('/') ? low + 6 : first;
    if (first < low || first > high || last < first || last > high || Number(step) < 1) {
      return undefined;
    }
    for (let day = first; day <= last; day += Number(step)) {
      days.add((day - low) % 7);
    }
  }
  return [...days].sort((a, b) => a - b);
}

/** `MON-FRI`, `SUN,WED`. */
function wordsOf(days: readonly number[]): string {
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  return days.length > 2 && last - first === days.length - 1
    ? `${CRON_WEEKDAYS[first]}-${CRON_WEEKDAYS[last]}`
    : days.map(day => CRON_WEEKDAYS[day]).join(',');
}

const WEEKS: ReadonlyMap<string, number> = new Map([
  ['1-7', 1],
  ['8-14', 2],
  ['15-21', 3],
  ['22-28', 4],
]);

interface DayFields {
  readonly day: string;
  readonly weekday: string;
  readonly isDoubtful: boolean;
}

/**
 * A day that has to be both there is either here, but for the first, second, … weekday of a month, which both can say.
 */
function daysTogether(day: string, weekday: string, notes: string[]): DayFields {
  const isFree = (field: string): boolean => field === '*' || field === '?';
  if (isFree(day) || isFree(weekday)) {
    return { day, weekday, isDoubtful: false };
  }
  const week = WEEKS.get(day);
  if (week !== undefined && CRON_WEEKDAYS.includes(weekday)) {
    return { day: '*', weekday: `${weekday}#${week}`, isDoubtful: false };
  }
  notes.push(
    l10n.t(
      'Days "{0}" and weekdays "{1}" have to be the same day there; here either is enough. It is paused: change the rule, then resume it.',
      day,
      weekday,
    ),
  );
  return { day, weekday, isDoubtful: true };
}
