import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { instant, toIso, type Instant } from '../../core/basics/time.ts';
import { recordOf, timeOf } from '../../core/rows/fieldValues.ts';
import { codeOf } from '../../store/disk/fault.ts';
import { hashOf, parseJson, readIfThere, usesFolder, writeNew } from '../home/homeFiles.ts';
import { fromStreak, toStreak, type FailureStreak } from './failureStreak.ts';
import type { KeptGrant } from './grantFile.ts';

/** One run that a grant let start. */
export interface UseMark {
  readonly occ: string;
  readonly upto: Instant;
  readonly token: string;
  /** The streak before it. */
  readonly before?: FailureStreak | undefined;
}

/**
 * Which grant is meant: where it is kept, and when it was given. `comesAgain`: whether it is for more than one time.
 */
export interface GrantName {
  readonly key: string;
  readonly approvedAt: Instant;
  readonly comesAgain: boolean;
}

/** The name under which the uses of a kept grant are found. */
export const nameOf = (key: string, { approvedAt, once }: Pick<KeptGrant, 'approvedAt' | 'once'>): GrantName => ({
  key,
  approvedAt,
  comesAgain: !once,
});

/** The folder of a grant's uses. */
export const folderOf = (home: string, { key, approvedAt }: GrantName): string =>
  usesFolder(home, hashOf(key, toIso(approvedAt)));

const pathOf = (folder: string, number: number): string => join(folder, `${number}.json`);

/** The numbers of the uses in a folder, the first one first. */
export async function numbersIn(folder: string): Promise<readonly number[]> {
  try {
    const names = (await readdir(folder)).filter(name => /^[1-9]\d{0,8}\.json$/.test(name));
    return names.map(name => Number.parseInt(name, 10)).sort((a, b) => a - b);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** Keeps a use under a number; false where that is taken. */
export const writeMark = (folder: string, number: number, { occ, upto, token, before }: UseMark): Promise<boolean> =>
  writeNew(pathOf(folder, number), JSON.stringify({ occ, upto: toIso(upto), token, ...fromStreak(before) }));

/** Takes a use away. */
export const removeMark = (folder: string, number: number): Promise<void> =>
  rm(pathOf(folder, number), { force: true });

/** Reads a use; one that was cut off is a use all the same. */
export async function readMark(folder: string, number: number): Promise<UseMark> {
  const { occ, upto, token, failed } = recordOf(parseJson((await readIfThere(pathOf(folder, number))) ?? ''));
  return {
    occ: typeof occ === 'string' ? occ : '',
    upto: timeOf(upto) ?? instant(0),
    token: typeof token === 'string' ? token : '',
    before: toStreak(failed),
  };
}
