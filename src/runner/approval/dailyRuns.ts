import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOf } from '../../core/entry/runLimits.ts';
import type { RunEvent } from '../../core/rows/runEvents.ts';
import { DAY, instant, toIso, type Instant } from '../../core/basics/time.ts';
import { codeOf } from '../../store/disk/fault.ts';
import type { Ledger } from '../../store/ledger.ts';
import { isHere } from '../../store/processes/machineId.ts';
import { budgetsFolder, hashOf, usageFolder, writeNew } from '../home/homeFiles.ts';

/**
 * How many runs without a person were started on the day of `now`: by what this home has counted, whatever the
 * schedule, or by the run events of this machine in the given schedules, whichever is more.
 */
export async function runsToday(home: string, ledgers: readonly Ledger[], now: Instant, zone: string): Promise<number> {
  const day = dayOf(now, zone);
  const counted = (await namesIn(join(usageFolder(home), day))).length;
  const isOfToday = ({ event, unattended, at, ...where }: RunEvent): boolean =>
    event === 'started' &&
    unattended === true &&
    Math.abs(at - now) < 2 * DAY &&
    dayOf(at, zone) === day &&
    isHere(where, home);
  const tokens = new Set<string>();
  for (const ledger of ledgers) {
    // Runs of closed entries count as well.
    for (const state of (await ledger.look()).all()) {
      for (const event of state.hasRuns ? state.runEvents() : []) {
        if (isOfToday(event)) {
          tokens.add(event.token);
        }
      }
    }
  }
  return Math.max(counted, tokens.size);
}

/**
 * Takes one of a day's runs for a start that is about to happen; of all processes that try, no more than `cap` get one.
 * Gives what puts it back, or undefined where none is left.
 */
export async function takeRun(
  home: string,
  cap: number,
  now: Instant,
  zone: string,
): Promise<(() => Promise<void>) | undefined> {
  return takeNumber(usageFolder(home), [], cap, now, zone);
}

/** What has a number of runs a day of its own: an entry, by the key of its grant, or a profile, by its name. */
export interface Bounded {
  readonly what: 'entry' | 'profile';
  readonly name: string;
}

/**
 * How many runs without a person an entry or a profile had on the day of `now`. Only what this home counted: no row of
 * a schedule can say otherwise.
 */
export const boundRunsToday = async (
  home: string,
  { what, name }: Bounded,
  now: Instant,
  zone: string,
): Promise<number> => (await namesIn(join(budgetsFolder(home), dayOf(now, zone), hashOf(what, name)))).length;

/** As `takeRun`, of the runs that an entry or a profile has in a day. */
export const takeBoundRun = (
  home: string,
  { what, name }: Bounded,
  cap: number,
  now: Instant,
  zone: string,
): Promise<(() => Promise<void>) | undefined> => takeNumber(budgetsFolder(home), [hashOf(what, name)], cap, now, zone);

/** Takes one of the numbers up to `cap` in a folder for the day of `now`. */
async function takeNumber(
  root: string,
  below: readonly string[],
  cap: number,
  now: Instant,
  zone: string,
): Promise<(() => Promise<void>) | undefined> {
  const folder = join(root, dayOf(now, zone), ...below);
  for (let number = 1; number <= cap; number += 1) {
    const path = join(folder, String(number));
    if (await writeNew(path, `${toIso(now)}\n`)) {
      await forgetOldDays(root, now, zone);
      return () => rm(path, { force: true });
    }
  }
  return undefined;
}

/** Days that are over are of no use; what cannot be removed does no harm. */
async function forgetOldDays(root: string, now: Instant, zone: string): Promise<void> {
  const old = dayOf(instant(now - 2 * DAY), zone);
  const days = (await namesIn(root)).filter(name => /^\d{4}-\d\d-\d\d$/.test(name) && name < old);
  await Promise.allSettled(days.map(name => rm(join(root, name), { recursive: true, force: true })));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
