import { instant, toIso, type Instant } from '../time.ts';
import type { Digest, Fields } from '../row.ts';
import type { RunEvent } from '../run.ts';
import type { ImportNote, SourceFile } from './imported.ts';
import { readJsonLines, type JsonRecord } from './jsonLines.ts';

/** How many of the last runs of a schedule become run events: each is a row of its own. */
const MOST_RUNS = 20;
/** How many error texts of runs are quoted. */
const MOST_ERRORS = 5;

/** The log of a schedule's runs. */
export interface DuragentRuns {
  readonly file: string;
  readonly records: readonly JsonRecord[];
}

/** What a log comes to for its entry. */
export interface KnownRuns {
  readonly events: readonly RunEvent[];
  /** Why the last run failed, where it did. */
  readonly lastError: string | undefined;
}

/** Reads a `runs/<id>.jsonl`: a line for each firing (COMPAT C3). Bad lines are named, like those of any other file. */
export const readLog = (source: SourceFile, note: (note: ImportNote) => void): DuragentRuns => ({
  file: source.file,
  records: readJsonLines(source, note),
});

interface Firing {
  readonly at: Instant;
  readonly status: string;
  readonly record: JsonRecord;
}

/**
 * The last runs as run events, each an end with its length; it tells what of the log they do not hold, so that nothing
 * is left out in silence.
 */
export function readRuns(
  log: DuragentRuns | undefined,
  when: Fields,
  digest: Digest,
  tell: (words: string, isProblem?: boolean) => void,
): KnownRuns {
  const { file = '', records = [] } = log ?? {};
  const firings = records.flatMap((record): readonly Firing[] => {
    const { ts, status } = record.raw;
    if (typeof ts !== 'number' || !Number.isSafeInteger(ts) || ts < 0 || ts > 8.64e15 || typeof status !== 'string') {
      tell(`${file} line ${record.line} is no run: it needs ts and status.`, true);
      return [];
    }
    return [{ at: instant(ts), status, record }];
  });
  const kept = firings.slice(-MOST_RUNS);
  if (firings.length > kept.length) {
    tell(`Of its ${firings.length} runs the last ${kept.length} were taken; the others stay in ${file}.`);
  }
  const failed = kept.filter(({ status }) => status === 'error');
  for (const { at, record } of failed.slice(-MOST_ERRORS)) {
    tell(`The run at ${toIso(at)} failed: ${textOf(record.raw['error'])}`);
  }
  if (failed.length > MOST_ERRORS) {
    tell(`${failed.length - MOST_ERRORS} earlier errors stay in ${file}.`);
  }
  if (kept.some(({ record }) => record.raw['next_run_at'] !== undefined)) {
    tell(`next_run_at of its runs stays in ${file}: Defer asks the rule.`);
  }
  const odd = new Set(kept.flatMap(({ record }) => Object.keys(record.raw).filter(name => !KNOWN.has(name))));
  if (odd.size > 0) {
    tell(`Of its runs ${[...odd].join(', ')} stay in ${file}.`);
  }
  const last = kept.at(-1);
  return {
    events: kept.map((firing, index) => eventOf(firing, when, index, digest)),
    lastError: last?.status === 'error' ? textOf(last.record.raw['error']) : undefined,
  };
}

const KNOWN: ReadonlySet<string> = new Set(['ts', 'status', 'duration_ms', 'error', 'next_run_at']);

const textOf = (error: unknown): string =>
  typeof error === 'string' ? error : error === undefined ? 'no reason was given' : JSON.stringify(error);

/** The firings of a repeat are occurrences of their own; those of a single moment are tries of the one it has. */
function eventOf({ at, status, record }: Firing, when: Fields, index: number, digest: Digest): RunEvent {
  const { duration_ms: length } = record.raw;
  const due = when['due_at'];
  const isOnce = when['repeat'] === undefined && typeof due === 'string';
  return {
    occ: isOnce ? due : toIso(at),
    gen: isOnce ? index : 0,
    token: digest(record.text),
    event: status === 'skipped' ? 'skipped' : 'ended',
    at,
    ...(status === 'ok' && { exit_code: 0 }),
    ...(status === 'error' && { exit_code: 1 }),
    ...(typeof length === 'number' && Number.isSafeInteger(length) && length >= 0 && { duration_ms: length }),
  };
}
