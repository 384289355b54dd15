import * as l10n from '@vscode/l10n';
import type { Definition } from './definition.ts';
import { splitFrontMatter } from './frontMatter.ts';
import { readFrontMatter, FrontMatterFields } from './frontMatterFields.ts';
import { amountWords, BUDGET_PARTS, isAmount, isEmpty, type Budget } from '../agent/budget.ts';
import { isRefusal } from '../basics/refusal.ts';
import { readRepeat, type Repeat } from '../repeat/repeat.ts';
import { checkPeriod, periodText } from '../repeat/interval.ts';
import type { Fields, Problem } from '../rows/row.ts';
import { DAY, instant, toIso, type Instant } from '../basics/time.ts';
import { WORK_PLACES } from '../rows/workPlace.ts';
import { readSpan } from '../when/clock/duration.ts';
import { isZone } from '../basics/zone.ts';

/** The text of a file of the schedule folder. */
export interface ScheduleText {
  /** From the schedule's folder on, with `/`. */
  readonly file: string;
  readonly text: string;
  /** When it was last changed. */
  readonly since: Instant;
}

/** The result of reading a schedule file: a definition, or what is wrong with it. */
export type ScheduleReading = Definition | Problem;

/** Whether a reading is a definition. */
export const isDefinition = (reading: ScheduleReading): reading is Definition => 'id' in reading;

/** A problem of a file that defines an entry. */
export const fileProblem = (file: string, line: number, text: string): Problem => ({
  file,
  line,
  class: 'schedule file',
  text,
});

/** The longest name, in characters: an id has up to 128. */
const LONGEST_NAME = 100;

/**
 * Reads a schedule file (docs/time.md, "Schedule files"): `cron` or `every`, `name` (the file's stem), `enabled`
 * (true), `tz` (UTC), `agent`, `mode`, `in`, `catchup`, `until`, `expires`, and the budget (`max_runs` …); the body is
 * the prompt. An `every` keeps to a grid from `anchor` on, else from 1970-01-01T00:00Z, so that it stays where it is
 * however often the file is saved or cloned. A disabled file is a paused entry, and is read as strictly as an enabled
 * one.
 */
export function readScheduleFile({ file, text, since }: ScheduleText): ScheduleReading {
  const matter = splitFrontMatter(text);
  if (!matter) {
    const why = l10n.t(
      'The file needs front matter: "---", a line such as "cron: 0 9 * * 1-5", "---", and then the prompt.',
    );
    return fileProblem(file, 1, why);
  }
  const head = readFrontMatter(matter);
  if (!(head instanceof FrontMatterFields)) {
    return fileProblem(file, head.line, head.why);
  }
  const name = nameIn(head, stemOf(file));
  const schedule = repeatIn(head);
  const [agent, expires] = [head.text('agent'), head.time('expires')];
  const mode = head.choice('mode', ['fresh', 'callback']);
  const place = head.choice('in', WORK_PLACES);
  const budget = budgetIn(head);
  if (!schedule || head.problem) {
    return fileProblem(file, head.problem?.line ?? 1, head.problem?.why ?? l10n.t('The file could not be read.'));
  }
  const id = `schedule:${name}`;
  const payload = {
    message: name,
    ...(matter.body !== '' && { prompt: matter.body }),
    ...(agent !== undefined && { agent }),
    ...(mode !== undefined && { mode }),
    ...(place !== undefined && { in: place }),
    session: id,
    ...(!isEmpty(budget) && { budget }),
  };
  return {
    id,
    file,
    line: head.lineOf('name'),
    enabled: schedule.rule.enabled,
    fields: {
      kind: 'prompt',
      payload,
      repeat: schedule.field,
      created_by: `file:${file}`,
      ...(expires !== undefined && { expires_at: expires }),
    },
    since,
    firstSlot: after => (schedule.rule.enabled ? schedule.rule.next(after) : undefined),
  };
}

const stemOf = (file: string): string => (file.split('/').at(-1) ?? file).replace(/\.md$/, '');

function nameIn(head: FrontMatterFields, stem: string): string {
  const name = head.word('name') || stem;
  if (name.length > LONGEST_NAME || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) {
    head.wrong('name', l10n.t('The name must be one line of up to {0} characters.', LONGEST_NAME));
  }
  return name;
}

/** The bounds of its runs that nobody watches: `max_runs`, `max_minutes` and the others. */
function budgetIn(head: FrontMatterFields): Budget {
  const parts = BUDGET_PARTS.flatMap(part => {
    const amount = head.number(`max_${part}`);
    if (amount !== undefined && !isAmount(part, amount)) {
      head.wrong(`max_${part}`, l10n.t('The max_{0} must be {1}.', part, amountWords(part)));
    }
    return amount === undefined ? [] : [[part, amount] as const];
  });
  return Object.fromEntries(parts);
}

/** The rule as a row has it, and as it is read; `undefined`, with the head told why, where it is none. */
function repeatIn(head: FrontMatterFields): { readonly field: Fields; readonly rule: Repeat } | undefined {
  const tz = head.text('tz') ?? 'UTC';
  if (!isZone(tz)) {
    return head.wrong('tz', l10n.t('There is no time zone "{0}". Use an IANA name, such as Europe/Paris or UTC.', tz));
  }
  const cron = head.text('cron');
  const every = everyIn(head);
  const [anchor, until] = [head.time('anchor'), head.time('until')];
  const catchup = head.choice('catchup', ['once', 'ask', 'skip']) ?? 'once';
  const enabled = head.flag('enabled') ?? true;
  if (head.problem) {
    return undefined;
  }
  if (cron === undefined && every === undefined) {
    return head.wrong(
      '',
      l10n.t('The front matter needs a cron, such as "cron: 0 9 * * 1-5", or an interval, "every: 30m".'),
    );
  }
  const start = anchor ?? (every === undefined ? undefined : toIso(instant(0)));
  const field = {
    ...(cron !== undefined && { cron, tz }),
    ...(every !== undefined && { every }),
    ...(start !== undefined && { anchor: start }),
    ...(until !== undefined && { until }),
    catchup,
    enabled,
  };
  const rule = readRepeat(field);
  return isRefusal(rule) ? head.wrong(cron === undefined ? 'every' : 'cron', rule.why) : { field, rule };
}

/** An interval as ISO 8601 has it; `30m` and `2 hours` are read as people mean them. */
function everyIn(head: FrontMatterFields): string | undefined {
  const text = head.text('every');
  const span = text === undefined ? undefined : readSpan(text.toLowerCase().replace(/\s+/g, ' '));
  if (!span) {
    return text;
  }
  if (span.months > 0) {
    return head.wrong('every', l10n.t('Months and years have no fixed length. Use a cron line, such as "0 9 1 * *".'));
  }
  const period = span.days * DAY + span.elapsed;
  const no = checkPeriod(period);
  return no ? head.wrong('every', no.why) : periodText(period);
}
