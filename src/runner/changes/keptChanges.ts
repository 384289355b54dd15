import { dirname } from 'node:path';
import type { ChangedFile } from '../../core/rows/runChanges.ts';
import { isCount, isRecord } from '../../core/rows/fieldValues.ts';
import { changesPath, readIfThere, replaceOwn } from '../home/homeFiles.ts';
import { keepNewest } from '../home/keepNewest.ts';

/** How many runs' changes are kept, and how many files of each; the oldest runs go. */
const MOST_RUNS = 500;
const MOST_FILES = 2000;

/** Keeps which files a run changed, on this machine alone. Faults as for `replaceOwn`. */
export async function keepChanges(home: string, token: string, files: readonly ChangedFile[]): Promise<void> {
  const path = changesPath(home, token);
  await replaceOwn(path, `${JSON.stringify({ files: files.slice(0, MOST_FILES) })}\n`);
  await keepNewest(dirname(path), MOST_RUNS);
}

/** The files that a run changed, as far as they were kept; undefined where this machine kept none. */
export async function readChanges(home: string, token: string): Promise<readonly ChangedFile[] | undefined> {
  const text = await readIfThere(changesPath(home, token));
  try {
    const kept: unknown = text === undefined ? undefined : JSON.parse(text);
    return isRecord(kept) && Array.isArray(kept['files']) ? kept['files'].filter(isChangedFile) : undefined;
  } catch {
    return undefined;
  }
}

const isChangedFile = (value: unknown): value is ChangedFile =>
  isRecord(value) &&
  typeof value['path'] === 'string' &&
  [value['insertions'], value['deletions']].every(count => count === undefined || isCount(count));
