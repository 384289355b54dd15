import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { checkPeriod, periodText } from '../../repeat/interval.ts';
import type { Fields } from '../../rows/row.ts';
import { SECOND, toIso } from '../../basics/time.ts';
import { readRuns, type DuragentRuns } from './duragentRuns.ts';
import {
  baseName,
  entryFrom,
  titleIn,
  type ImportContext,
  type ImportedEntry,
  type ImportNote,
  type SourceFile,
} from '../import/imported.ts';
import { quoted } from '../import/quoted.ts';
import { cronRuleOf, ruleFields, type RuleContext } from '../import/firstSlot.ts';
import { isRecord, present } from '../../rows/fieldValues.ts';
import { SourceRecord } from '../import/sourceRecord.ts';
import { readYaml } from '../import/yamlText.ts';

const STATUSES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, 'pending'],
  ['active', 'pending'],
  ['completed', 'done'],
  ['cancelled', 'cancelled'],
]);

/**
 * Reads a schedule file of duragent (docs/compatibility.md, "duragent"), also one that its own loader refuses for what
 * its guide left out.
 */
export function readDuragent(
  source: SourceFile,
  logs: { readonly get: (name: string) => DuragentRuns | undefined },
  context: ImportContext,
  note: (note: ImportNote) => void,
): ImportedEntry | undefined {
  const { file, text } = source;
  const yaml = readYaml(text);
  const value = isRefusal(yaml) ? yaml : yaml.value;
  if (isRefusal(yaml) || !isRecord(value) || !isRecord(value['schedule'])) {
    note({
      file,
      text: isRefusal(yaml) ? yaml.why : l10n.t('It is not a duragent schedule: it has no "schedule".'),
      problem: true,
    });
    return undefined;
  }
  const record = new SourceRecord(value);
  const given = record.text('id');
  const tell = (words: string, isProblem = false): void =>
    note({ file, ...(given !== undefined && { id: given }), text: words, ...(isProblem && { problem: true }) });
  const createdAt = record.time('created_at') ?? toIso(source.changed);
  if (value['created_at'] === undefined) {
    tell(l10n.t('It does not say when it was created; the time of its file was used.'));
  }
  const status = record.word('status', ['active', 'completed', 'cancelled']);
  if (record.has('status')) {
    tell(l10n.t('Its status is not one of duragent’s; it was read as active.'), true);
  }
  const work = workIn(record, tell);
  const isOpen = status === undefined || status === 'active';
  const timing = timingIn(record.record('schedule'), { now: context.now, createdAt }, tell);
  if (isRefusal(timing)) {
    tell(l10n.t('{0} It has no due time here.', timing.why), true);
  }
  const when: Fields = isRefusal(timing) ? {} : timing;
  const runs = readRuns(logs.get(given ?? stemOf(file)), when, context.digest, tell);
  if (record.has('destination')) {
    tell(l10n.t('Nothing is sent to its destination: the entry shows in the editor and in "defer list".'));
  }
  if (record.has('process_handle')) {
    tell(l10n.t('It is not cancelled when its process ends.'));
  }
  const retries = record.record('retry').count('max_retries');
  const fields = present({
    ...work,
    status: STATUSES.get(status),
    ...(isOpen ? when : { repeat: when['repeat'], due_at: when['repeat'] === undefined ? when['due_at'] : undefined }),
    created_at: createdAt,
    max_retries: retries,
    last_error: runs.lastError,
  });
  if (record.has('retry')) {
    tell(l10n.t('The waiting times between its retries are kept beside it; Defer has its own.'));
  }
  const parts = {
    ...({ system: 'duragent', file, id: given, text, fields, record, runs: runs.events } as const),
    // All its files are in one folder, so that its name there is enough.
    identity: `schedules/${baseName(file)}`,
  };
  return entryFrom(parts, context);
}

const stemOf = (file: string): string => baseName(file).replace(/\.ya?ml$/, '');

type Tell = (words: string, isProblem?: boolean) => void;

/** What is to be done: a message to a person, or a task for an agent. */
function workIn(record: SourceRecord, tell: Tell): Fields {
  const payload = record.record('payload');
  const [task, message] = [payload.record('task').text('task'), payload.record('message').text('message')];
  if (task === undefined) {
    if (message === undefined) {
      tell(l10n.t('It does not say what to do.'), true);
    }
    return { kind: 'reminder', payload: { message: message ?? 'A schedule of duragent' } };
  }
  const agent = record.text('agent');
  const title = titleIn(message ?? task);
  return {
    kind: 'prompt',
    payload: present({
      message: title,
      summary: message !== undefined && message !== title ? message : undefined,
      prompt: task,
      agent,
    }),
  };
}

/** When it comes: at a moment, at an interval, or by a cron line, which keeps UTC whatever zone stands beside it. */
function timingIn(schedule: SourceRecord, context: RuleContext, tell: Tell): Fields | Refusal {
  const [at, every, cron] = [schedule.record('at'), schedule.record('every'), schedule.record('cron')];
  const moment = at.time('at');
  if (moment !== undefined) {
    return { due_at: moment };
  }
  const given = at.peek('at');
  if (given !== undefined) {
    return refusal(l10n.t('Its at {0} is not a time.', quoted(given)));
  }
  const seconds = every.peek('every_seconds');
  if (typeof seconds === 'number') {
    const no = checkPeriod(seconds * SECOND);
    if (no) {
      return no;
    }
    every.count('every_seconds');
    const repeat = { every: periodText(seconds * SECOND), anchor: every.time('anchor') ?? context.createdAt };
    return ruleFields(repeat, context);
  }
  const line = cron.peek('expr');
  if (typeof line !== 'string') {
    return refusal(
      seconds !== undefined
        ? l10n.t('Its every_seconds {0} is not a number of seconds.', quoted(seconds))
        : line !== undefined
          ? l10n.t('Its cron line {0} is not a text.', quoted(line))
          : l10n.t('Its schedule has none of at, every and cron.'),
    );
  }
  // A line of five fields is refused there, so nobody has counted its weekdays from 1 yet.
  const rule = cronRuleOf(line, line.trim().split(/\s+/).length === 5 ? 'from 0' : 'from 1', context);
  if (isRefusal(rule)) {
    return refusal(l10n.t('Its cron line "{0}" cannot be kept. {1}', line, rule.why));
  }
  if (!rule.isChanged) {
    cron.text('expr');
  }
  rule.notes.forEach(words => tell(words));
  const zone = cron.word('tz', ['UTC']) ?? cron.peek('tz');
  if (zone !== undefined && zone !== 'UTC') {
    tell(l10n.t('Its time zone "{0}" is ignored by duragent, which keeps UTC; so it is UTC here, too.', String(zone)));
  }
  return rule.fields;
}
