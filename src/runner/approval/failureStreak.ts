import { join } from 'node:path';
import { recordOf, timeOf } from '../../core/rows/fieldValues.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { parseJson, readIfThere, replaceOwn } from '../home/homeFiles.ts';

/**
 * Runs that a grant let start and that failed in a row, as this machine itself saw it: rows can say anything of how
 * runs ended, and that a person has looked.
 */
export interface FailureStreak {
  readonly failures: number;
  /** The token of the first. */
  readonly first: string;
  /** When the last of them ended. */
  readonly at: Instant;
}

/** The streak of a grant's uses in a folder, with one more failure; `before`: the one up to then. */
export const oneMore = (before: FailureStreak | undefined, token: string, at: Instant): FailureStreak => ({
  failures: (before?.failures ?? 0) + 1,
  first: before?.first ?? token,
  at,
});

/** What is left of a streak after a person dealt with the entry, at `looked`. */
export const sinceLooked = (
  streak: FailureStreak | undefined,
  looked: Instant | undefined,
): FailureStreak | undefined => (streak && looked !== undefined && looked >= streak.at ? undefined : streak);

/** Reads a streak back from a use. */
export function toStreak(value: unknown): FailureStreak | undefined {
  const { failures, first, at } = recordOf(value);
  const ended = timeOf(at);
  return Number.isSafeInteger(failures) && typeof first === 'string' && ended !== undefined
    ? { failures: failures as number, first, at: ended }
    : undefined;
}

/** A streak as a use keeps it. */
export const fromStreak = (streak: FailureStreak | undefined): Readonly<Record<string, unknown>> =>
  streak ? { failed: { ...streak, at: toIso(streak.at) } } : {};

/** Beside the uses, whose names are numbers. */
const lookedPath = (folder: string): string => join(folder, 'looked.json');

/** When a person last dealt with the entry at this machine. */
export const readLooked = async (folder: string): Promise<Instant | undefined> =>
  timeOf(recordOf(parseJson((await readIfThere(lookedPath(folder))) ?? ''))['at']);

/** Notes when a person dealt with the entry. */
export const writeLooked = (folder: string, at: Instant): Promise<void> =>
  replaceOwn(lookedPath(folder), JSON.stringify({ at: toIso(at) }));
