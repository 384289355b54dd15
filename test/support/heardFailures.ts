import { afterEach, beforeEach } from 'node:test';
import type { Failures } from '../../src/vscode/model/failures.ts';
import { until } from './runnerPlace.ts';

/** What went wrong in a test of the file that asks for it. */
export interface HeardFailures {
  readonly failures: Failures;
  /** What was reported, each with what was being done. */
  readonly reported: readonly string[];
  /** What was left to nobody. */
  readonly unheard: readonly string[];
  /** Waits until that many things went wrong. */
  heard(count: number): Promise<void>;
}

/** Hears what goes wrong in each test of a file. `Made`: the class of failures, loaded beside a fake editor. */
export function hearFailures(Made: typeof Failures): HeardFailures {
  const [reported, unheard]: [string[], string[]] = [[], []];
  const note = (error: unknown): void => void unheard.push(String(error));
  beforeEach(() => {
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
    reported.splice(0);
    unheard.splice(0);
  });
  const error = (doing: string, what: unknown): void => void reported.push(`${doing}: ${String(what)}`);
  const heard = (count: number): Promise<void> =>
    until('what goes wrong', () => reported.length + unheard.length >= count);
  return { reported, unheard, heard, failures: new Made({ error } as never) };
}

/** Leaves time for what is done without anybody who waits. */
export const rest = (ms = 50): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
