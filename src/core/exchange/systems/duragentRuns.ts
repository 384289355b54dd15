import * as l10n from '@vscode/l10n';
import { instant, toIso, type Instant } from '../../basics/time.ts';
import type { Digest, Fields } from '../../rows/row.ts';
import type { RunEvent } from '../../rows/runEvents.ts';
import { isCount } from '../../rows/fieldValues.ts';
import type { ImportNote, SourceFile } from '../import/imported.ts';
import { readJsonLines, type JsonRecord } from '../import/jsonLines.ts';
import { quoted, shortened } from '../import/quoted.ts';

/** How many of the last runs of a schedule become run events: each is a row of its own. */
const MOST_RUNS = 20;
/** For how many runs the missing parts are listed. */
const MOST_TOLD = 5;

/** The log of a schedule's runs. */
export interface DuragentRuns {
  readonly file: string;
  readonly records: readonly JsonRecord[];
}

/** What the log of runs says about its entry. */
export interface KnownRuns {
  readonly events: readonly RunEvent[];
  /** Why the last run failed, where it did. */
  readonly lastError: string | undefined;
}

/**
 * Reads a `runs/<id>.jsonl`: a line for each firing (docs/compatibility.md, "duragent"). Bad lines are named, like
 * those of any other file.
 */
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
    if (!isCount(ts) || ts > 8.64e15 || typeof status !== 'string') {
      const said = shortened(record.text);
      tell(l10n.t('{0} line {1} is not a run: it needs ts and status. It says: {2}', file, record.line, said), true);
      return [];
    }
    return [{ at: instant(ts), status, record }];
  });
  const kept = firings.slice(-MOST_RUNS);
  if (firings.length > kept.length) {
    tell(l10n.t('Of its {0} runs the last {1} were taken; the others stay in {2}.', firings.length, kept.length, file));
  }
  const told = kept.flatMap(firing => remarkOf(firing) ?? []);
  told.slice(-MOST_TOLD).forEach(words => tell(words));
  if (told.length > MOST_TOLD) {
    const more = told.length - MOST_TOLD;
    tell(
      more === 1
        ? l10n.t('What 1 earlier run said stays in {0}.', file)
        : l10n.t('What {0} earlier runs said stays in {1}.', more, file),
    );
  }
  if (kept.some(({ record }) => record.raw['next_run_at'] !== undefined)) {
    tell(l10n.t('next_run_at of its runs stays in {0}: Defer asks the rule.', file));
  }
  const odd = new Set(kept.flatMap(({ record }) => Object.keys(record.raw).filter(name => !KNOWN.has(name))));
  if (odd.size > 0) {
    tell(l10n.t('Of its runs {0} stay in {1}.', [...odd].join(', '), file));
  }
  const last = kept.at(-1);
  return {
    events: kept.map((firing, index) => eventOf(firing, when, index, digest)),
    lastError: last && whyFailed(last),
  };
}

const KNOWN: ReadonlySet<string> = new Set(['ts', 'status', 'duration_ms', 'error', 'next_run_at']);

/** Its statuses, which an event and an exit code hold. Its runs may end otherwise, too. */
const ENDINGS: ReadonlySet<string> = new Set(['ok', 'error', 'skipped']);

/** What a run says that its event does not hold; nothing where it holds all of it. */
function remarkOf({ at, status, record }: Firing): string | undefined {
  const { error, duration_ms: length } = record.raw;
  const isKept = length === undefined || length === null || isCount(length);
  const said = textOf(error);
  if (status !== 'error' && ENDINGS.has(status) && said === undefined && isKept) {
    return undefined;
  }
  const lines = [endingOf(status, toIso(at))];
  if (!isKept) {
    lines.push(l10n.t('Its duration_ms {0} is not a whole number and was left out.', quoted(length)));
  }
  if (said !== undefined) {
    lines.push(l10n.t('It says: {0}', shortened(said)));
  } else if (status === 'error') {
    lines.push(l10n.t('No reason was given.'));
  }
  return lines.join(' ');
}

function endingOf(status: string, at: string): string {
  switch (status) {
    case 'ok':
      return l10n.t('The run at {0} went well.', at);
    case 'error':
      return l10n.t('The run at {0} failed.', at);
    case 'skipped':
      return l10n.t('The run at {0} was skipped.', at);
    default:
      return l10n.t('The run at {0} ended as {1}.', at, quoted(status));
  }
}

/** Why a run failed, for all that is known; undefined where it did not. */
const whyFailed = ({ status, record }: Firing): string | undefined =>
  status === 'ok' || status === 'skipped'
    ? undefined
    : (textOf(record.raw['error']) ?? (status === 'error' ? 'no reason was given' : undefined));

const textOf = (error: unknown): string | undefined =>
  typeof error === 'string' ? error : error === undefined || error === null ? undefined : JSON.stringify(error);

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
    ...(isCount(length) && { duration_ms: length }),
  };
}
