import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../core/rows/fieldValues.ts';
import { instant } from '../../core/basics/time.ts';
import type { KeptWork, RunResult } from '../../verbs/resultDesk.ts';
import { parseJson, readIfThere, replaceOwn, resultsFolder } from '../home/homeFiles.ts';

/**
 * This machine's record of a run in a worktree, in `~/.sf/defer/results/<token>.json`. It is written before the
 * worktree is made, so that nothing is made that no record names.
 */
export interface ResultRecord extends Omit<RunResult, 'said' | 'until'> {
  /** The real path of the repository's common git folder. */
  readonly repository: string;
  /** What the worktree is for: a run's token, or the key of the conversation that its runs share (`sessionKeyOf`). */
  readonly key: string;
  /** The agent's folder from the top of the checkout on; empty at the top. */
  readonly prefix: string;
  /** Which occurrence of its entry the run was for. */
  readonly occ: string;
  /** Whether the worktree was whole. Before that no agent was started in it, so nothing in it is work. */
  readonly made?: true;
  /** The branch that a person wants the work to stay as; noted before it is made. */
  readonly asBranch?: string;
  /**
   * When a person decided (ms UTC). It is noted once the work is safe where they want it, before anything is taken
   * away.
   */
  readonly decidedAt?: number;
  /** Where Keep brought the work; absent where it was discarded. */
  readonly kept?: KeptWork;
  /** The commit that has all of the work that was kept. */
  readonly work?: string;
}

/** The refs of discarded work, by the token of the run. */
export const DISCARDED = 'refs/defer/discarded/';
export const discardedRef = (token: string): string => `${DISCARDED}${token}`;

export const resultPath = (home: string, token: string): string => join(resultsFolder(home), `${token}.json`);

/** Writes a record in one step. Faults as for `replaceOwn`. */
export const writeResult = (home: string, record: ResultRecord): Promise<void> =>
  replaceOwn(resultPath(home, record.token), `${JSON.stringify(record)}\n`);

/** The record of a run; undefined where this machine has none that is whole. `token`: hex digits. */
export async function readResult(home: string, token: string): Promise<ResultRecord | undefined> {
  const value = parseJson((await readIfThere(resultPath(home, token))) ?? '');
  return isResultRecord(value) && value.token === token ? { ...value, startedAt: instant(value.startedAt) } : undefined;
}

/** Every record of this machine that is whole, the newest first. */
export async function readResults(home: string): Promise<readonly ResultRecord[]> {
  const names = await readdir(resultsFolder(home)).catch(() => []);
  const tokens = names.flatMap(name => /^([0-9a-f]{32,64})\.json$/.exec(name)?.[1] ?? []);
  const records = await Promise.all(tokens.map(token => readResult(home, token)));
  return records.filter(record => record !== undefined).sort((one, other) => other.startedAt - one.startedAt);
}

const TEXTS = [
  ...['token', 'entryId', 'folder', 'title', 'agent', 'state', 'checkout', 'worktree', 'branch', 'base'],
  ...['repository', 'key', 'prefix', 'occ'],
] as const;

const isResultRecord = (value: unknown): value is ResultRecord =>
  isRecord(value) &&
  TEXTS.every(name => typeof value[name] === 'string') &&
  Number.isSafeInteger(value['startedAt']) &&
  Array.isArray(value['files']);
