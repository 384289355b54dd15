import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../basics/refusal.ts';
import {
  entryFrom,
  titleIn,
  type ImportContext,
  type ImportedEntry,
  type ImportNote,
  type SourceFile,
} from '../import/imported.ts';
import { cronRuleOf } from '../import/firstSlot.ts';
import { isRecord, present } from '../../rows/fieldValues.ts';
import { SourceRecord } from '../import/sourceRecord.ts';

/** Words for a job that is turned off. Its statuses are not documented. */
const OFF = ['paused', 'disabled', 'inactive', 'stopped'] as const;

/**
 * Reads `.a3s/cron/jobs.json`, what A3S kept before its schedule files. Its commands are lines for a shell, which Defer
 * never starts: each job becomes a reminder that shows the line.
 */
export function readJobs(
  { file, text }: SourceFile,
  context: ImportContext,
  note: (note: ImportNote) => void,
): readonly ImportedEntry[] {
  let jobs: unknown;
  try {
    jobs = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    jobs = undefined;
  }
  if (!Array.isArray(jobs)) {
    note({ file, text: l10n.t('It is not a JSON list of jobs.'), problem: true });
    return [];
  }
  const seen = new Map<string, number>();
  return jobs.flatMap((job: unknown, index) => {
    if (!isRecord(job)) {
      note({ file, text: l10n.t('Item {0} of the list is not a job and was left out.', index + 1), problem: true });
      return [];
    }
    return [readJob(job, seen, file, context, note)];
  });
}

function readJob(
  job: Readonly<Record<string, unknown>>,
  seen: Map<string, number>,
  file: string,
  context: ImportContext,
  note: (note: ImportNote) => void,
): ImportedEntry {
  const record = new SourceRecord(job);
  const id = record.text('id');
  const tell = (words: string, isProblem = false): void =>
    note({ file, ...(id !== undefined && { id }), text: words, ...(isProblem && { problem: true }) });
  const [name, command] = [record.text('name'), record.text('command')];
  const isOff = record.word('status', OFF) !== undefined;
  if (isOff) {
    record.keep('status', job['status']);
  }
  const status = isOff || record.word('status', ['active']) === undefined ? undefined : 'active';
  if (!isOff && status === undefined && record.has('status')) {
    tell(l10n.t('Its status is unknown; it was read as active.'));
  } else if (status !== undefined) {
    record.keep('status', status);
  }
  const createdAt = record.time('created_at');
  const line = record.peek('schedule');
  const rule =
    typeof line === 'string' ? cronRuleOf(line, 'from 0', { now: context.now, createdAt, isOff }) : undefined;
  if (rule === undefined || isRefusal(rule)) {
    const lost = l10n.t('Its schedule cannot be kept, so it has no due time here.');
    tell(rule ? `${lost} ${rule.why}` : lost, true);
  } else {
    rule.notes.forEach(words => tell(words));
    if (!rule.isChanged) {
      record.text('schedule');
    }
  }
  if (command !== undefined) {
    tell(
      l10n.t('Its command is a line for a shell, which Defer never starts. It became a reminder that shows the line.'),
    );
  }
  const fields = present({
    kind: 'reminder',
    status: 'pending',
    ...(rule && !isRefusal(rule) && rule.fields),
    created_at: createdAt,
    payload: present({ message: name ?? titleIn(command ?? id ?? 'A job of A3S'), summary: command }),
  });
  const text = JSON.stringify(withoutCounts(job));
  const words = `${id} ${name}`;
  const count = seen.get(words) ?? 0;
  seen.set(words, count + 1);
  const parts = {
    ...({ system: 'a3s', file, id, text, fields, record } as const),
    identity: `${words} ${count}`,
  };
  return entryFrom(parts, context);
}

/** What says that a job ran is no change of the job. */
function withoutCounts(job: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { run_count: _, fail_count: _fails, next_run: _next, updated_at: _at, ...own } = job;
  return own;
}
