import { isCount, isRecord } from './fieldValues.ts';

/**
 * What a run changed in the git repository around its folder, as the file keeps it: hashes and numbers, never names of
 * files. What could not be found out is absent.
 */
export interface RunChanges {
  /** The commit that was checked out before it, as hex digits; absent where there was none. */
  readonly base?: string;
  /** The one that was checked out after it. */
  readonly head?: string;
  /** How many commits `head` has that `base` lacks. */
  readonly commits?: number;
  /** How many files are not what they were, committed or not, new ones included; and how many lines came and went. */
  readonly files?: number;
  readonly insertions?: number;
  readonly deletions?: number;
  /** Whether anything was not committed after it, whoever left it. */
  readonly dirty?: boolean;
}

/**
 * One file that is not what it was. Lines are absent where it is no text. `path`: from the top of the checkout, with
 * `/`.
 */
export interface ChangedFile {
  readonly path: string;
  readonly insertions?: number;
  readonly deletions?: number;
}

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Reads the `changes` of a run event; undefined where it holds none. Members that cannot be read are left out. */
export function readRunChanges(value: unknown): RunChanges | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const commit = (name: string): boolean => typeof value[name] === 'string' && COMMIT.test(value[name]);
  const kept = Object.entries(value).filter(([name, member]) =>
    name === 'base' || name === 'head'
      ? commit(name)
      : name === 'dirty'
        ? typeof member === 'boolean'
        : COUNTS.has(name) && isCount(member),
  );
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as RunChanges);
}

const COUNTS: ReadonlySet<string> = new Set([
  'commits',
  'files',
  'insertions',
  'deletions',
] satisfies (keyof RunChanges)[]);
