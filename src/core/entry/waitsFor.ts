import * as l10n from '@vscode/l10n';
import { readGlob } from './glob.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import type { Instant } from '../basics/time.ts';
import { countIn, isCount, isRecord, memberOf, recordOf, timeIn, timeOf, type Members } from '../rows/fieldValues.ts';

/** Content hashes (16 hex digits) of files, by path from the schedule's folder on. */
export type Hashes = Readonly<Record<string, string>>;

/** What an entry waits for (docs/time.md, "Due by event"): its `waits_for`, read. */
export type Waits = {
  /** From when on it waits: nothing happened before. */
  readonly since: Instant | undefined;
  /** How many events were handled, which tells this one from those before. */
  readonly handled: number;
} & (
  | {
      readonly kind: 'file';
      /** A pattern of paths (`readGlob`). */
      readonly glob: string;
      readonly baseline: Hashes;
      /** What a run that was claimed is about: the files as they were then. */
      readonly taken: Hashes | undefined;
    }
  | {
      readonly kind: 'after';
      readonly id: string;
      /**
       * How many of its occurrences were done; undefined for one that is done once. Rows of an earlier form name the
       * slot that it stood at instead: what was done from that slot on counts.
       */
      readonly baseline: number | { readonly slot: Instant } | undefined;
    }
  | {
      readonly kind: 'merged';
      readonly branch: string;
      readonly into: string;
      /** The commit that the branch was at. */
      readonly baseline: string;
    }
  | {
      readonly kind: 'exits';
      readonly pid: number;
      readonly host: string;
      /** What Defer knows the machine by, where the file tells. */
      readonly machine: string | undefined;
      /** What tells the process from a later one with its number. */
      readonly baseline: string | null;
    }
);

/** What a look at the world brought for an entry that waits. */
export interface Observation {
  /** When it happened, as far as anything tells; undefined where it has not. */
  readonly at: Instant | undefined;
  /** What `baseline` becomes once this was handled. */
  readonly seen?: Hashes | number;
  /** Why nobody can tell, in plain words. */
  readonly doubt?: string;
  /** The title of the entry that is waited for, as the file has it. */
  readonly title?: string;
}

/** Reads a `waits_for` field: `{file | after | merged | exits, baseline, since, handled, taken}` (FORMAT.md). */
export function readWaits(value: unknown): Waits | Refusal {
  const raw = recordOf(value);
  const text = (name: string): string | undefined => {
    const member = memberOf(raw, name);
    return typeof member === 'string' && member !== '' ? member : undefined;
  };
  const common = { since: timeIn(raw, 'since'), handled: countIn(raw, 'handled') };
  const [glob, id, branch, pid] = [text('file'), text('after'), text('merged'), memberOf(raw, 'exits')];
  if ([glob, id, branch, pid].filter(one => one !== undefined).length !== 1) {
    return refusal(
      l10n.t('It waits for something that this version of Defer does not know. Update Defer, or reschedule it.'),
    );
  }
  const [baseline, taken] = [memberOf(raw, 'baseline'), memberOf(raw, 'taken')];
  if (glob !== undefined) {
    const read = readGlob(glob);
    return isRefusal(read)
      ? read
      : { ...common, kind: 'file', glob, baseline: hashesOf(baseline) ?? {}, taken: hashesOf(taken) };
  }
  if (id !== undefined) {
    return { ...common, kind: 'after', id, baseline: doneBaseline(baseline) };
  }
  if (branch !== undefined) {
    const [into, commit] = [text('into'), text('baseline')];
    return into !== undefined && commit !== undefined && isBranch(branch) && isBranch(into) && isCommit(commit)
      ? { ...common, kind: 'merged', branch, into, baseline: commit }
      : refusal(l10n.t('It waits for a branch to be merged, but does not say which. Cancel it and add it again.'));
  }
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0
    ? {
        ...common,
        kind: 'exits',
        pid,
        host: text('host') ?? '',
        machine: text('machine'),
        baseline: text('baseline') ?? null,
      }
    : refusal(l10n.t('It waits for a process, but does not say which. Cancel it and add it again.'));
}

/** Whether a text can be the name of a branch, and can be nothing else for git: no flag, no range, no expression. */
export const isBranch = (text: string): boolean =>
  /^(?![-/.])[^\s\p{Cc}~^:?*[\\@{}]+$/u.test(text) && text.length <= 250 && !/\.\.|\/\/|\/\.|\.lock$|[/.]$/.test(text);

const isCommit = (text: string): boolean => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);

function doneBaseline(value: unknown): number | { readonly slot: Instant } | undefined {
  const slot = timeOf(value);
  return isCount(value) ? value : slot === undefined ? undefined : { slot };
}

function hashesOf(value: unknown): Hashes | undefined {
  return isRecord(value)
    ? (Object.fromEntries(Object.entries(value).filter(([, hash]) => typeof hash === 'string')) as Hashes)
    : undefined;
}

/** The paths that are new or have another content than before; one that went is no change. */
export const changedPaths = (before: Hashes, now: Hashes): readonly string[] =>
  Object.keys(now).filter(path => !Object.hasOwn(before, path) || before[path] !== now[path]);

/**
 * What the claim of a run sets of the entry's `waits_for`: what the run is about, where that is an event. What happens
 * meanwhile is the next one. Nothing where nothing has to be remembered.
 */
export function takenWait(field: unknown, observation: Observation | undefined): { readonly waits_for?: Members } {
  return isRecord(field) && observation?.at !== undefined && observation.seen !== undefined
    ? { waits_for: { ...field, taken: observation.seen } }
    : {};
}
