import * as l10n from '@vscode/l10n';
import type { RunEvent, RunStep } from '../../rows/runEvents.ts';
import type { Instant } from '../../basics/time.ts';
import { present, timeOf } from '../../rows/fieldValues.ts';
import {
  entryFrom,
  titleIn,
  type ImportContext,
  type ImportedEntry,
  type ImportNote,
  type SourceFile,
} from '../import/imported.ts';
import { readJsonLines, type JsonRecord } from '../import/jsonLines.ts';
import { SourceRecord } from '../import/sourceRecord.ts';

/** Its statuses in Defer's words. `executing` is none: running is what run events say (FORMAT.md). */
const STATUSES: ReadonlyMap<unknown, string> = new Map([
  ['scheduled', 'pending'],
  ['executing', 'pending'],
  ['completed', 'done'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
]);

/** What its runner never changes in a record. */
const WORK = ['summary', 'intent', 'context', 'execution', 'max_retries'] as const;

/**
 * Reads `deferred.jsonl` and the archives of agent-defer (docs/compatibility.md, "Records"), also the short record of
 * its read-me.
 */
export function readAgentDefer(
  source: SourceFile,
  context: ImportContext,
  note: (note: ImportNote) => void,
): readonly ImportedEntry[] {
  return readJsonLines(source, note).map(record => readTask(record, source, context, note));
}

function readTask(
  { raw, text, line }: JsonRecord,
  { file }: SourceFile,
  context: ImportContext,
  note: (note: ImportNote) => void,
): ImportedEntry {
  const record = new SourceRecord(raw);
  const [about, execution] = [record.record('context'), record.record('execution')];
  const given = record.text('id');
  const createdAt = record.time('created_at');
  const [inner, outer] = [about.text('summary'), record.text('summary')];
  const prompt = execution.text('prompt_template');
  const message = inner ?? outer ?? titleIn(prompt ?? given ?? 'A task of agent-defer');
  const [intent, status, dueAt] = [record.text('intent'), record.text('status'), record.time('run_at')];
  const [lastError, error] = [record.text('last_error'), record.text('error')];
  if (status !== undefined && !STATUSES.has(status)) {
    note({
      file,
      line,
      text: l10n.t('The status "{0}" is not one of agent-defer\'s; it is shown as it is, and never run.', status),
    });
  }
  const payload = present({
    message,
    summary: inner !== undefined && outer !== undefined && outer !== inner ? outer : undefined,
    prompt: prompt === message ? undefined : prompt,
    key_points: about.texts('key_points'),
    artifacts: about.texts('artifacts'),
    constraints: about.texts('constraints'),
    mode: execution.word('mode', ['fresh', 'callback']),
  });
  const fields = present({
    kind: intent === 'notify' ? 'reminder' : 'prompt',
    status: STATUSES.get(status) ?? status ?? 'pending',
    due_at: dueAt,
    created_at: createdAt,
    payload,
    intent,
    attempts: record.count('attempts'),
    max_retries: record.count('max_retries'),
    last_error: lastError ?? error,
    reason: record.text('cancel_reason'),
  });
  if (lastError !== undefined && error !== undefined && error !== lastError) {
    record.keep('error', error);
  }
  const runs = runsOf(record, status, dueAt ?? 'once', context.digest(text));
  if (status === 'executing') {
    record.keep('status', status);
    note({
      ...{ file, line, ...(given !== undefined && { id: given }) },
      text: l10n.t('It was being executed, and it is not known how that ended. It is open, and only Retry starts it.'),
    });
  }
  if (dueAt === undefined) {
    note({ file, line, text: l10n.t('It has no readable run_at, so it has no due time here.'), problem: true });
  }
  // What an executor of agent-defer reads stays where it looks for it.
  const kept = present({ context: record.remainder('context'), execution: record.remainder('execution') });
  const parts = {
    ...({ system: 'agent-defer', file, line, id: given, text, record, runs } as const),
    identity: `${createdAt} ${message}`,
    fields: { ...fields, ...kept },
    task: {
      work: JSON.stringify(WORK.map(name => raw[name] ?? null)),
      // A retry moves run_at, and counts.
      ...(status === 'scheduled' && !raw['attempts'] && dueAt !== undefined && { runAt: dueAt }),
    },
  };
  return entryFrom(parts, context);
}

/** Its only run that is known: when it began, and how it ended. The times stay where they are, too. */
function runsOf(record: SourceRecord, status: string | undefined, occ: string, token: string): readonly RunEvent[] {
  const moment = (name: string): Instant | undefined => timeOf(record.peek(name));
  const began = moment('started_at') ?? (status === 'executing' ? timeOf(occ) : undefined);
  const ended = status === 'completed' ? moment('completed_at') : status === 'failed' ? moment('failed_at') : undefined;
  const event = (step: RunStep, at: Instant | undefined, exitCode?: number): readonly RunEvent[] =>
    at === undefined
      ? []
      : [{ occ, gen: 0, token, event: step, at, ...(exitCode !== undefined && { exit_code: exitCode }) }];
  return status === 'scheduled' || status === 'cancelled'
    ? []
    : [...event('started', began), ...event('ended', ended, status === 'completed' ? 0 : 1)];
}
