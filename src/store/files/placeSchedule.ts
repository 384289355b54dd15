import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportedSchedule } from '../../core/exchange/import/imported.ts';
import { importMark } from '../../core/exchange/import/importMark.ts';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { createScheduleFile } from './createScheduleFile.ts';
import { readSmallFile } from '../disk/smallFile.ts';

/** What becomes of a schedule file that is imported. */
export type Placing = 'added' | 'already' | 'changed' | 'another';

/** Where schedule files are made, and how. */
export interface PlaceOptions {
  readonly folder: string;
  /** From the folder on, with `/`. */
  readonly schedules: string;
  /** Whether an enabled one of its name is there, so that it has to be paused. */
  readonly paused: boolean;
  /** Whether nothing is written. */
  readonly dryRun: boolean;
}

/** Makes an imported schedule file, unless something of its name is there: nothing is ever written over. */
export async function placeSchedule(schedule: ImportedSchedule, options: PlaceOptions): Promise<Placing | Refusal> {
  const { folder, schedules, paused, dryRun } = options;
  const path = join(folder, schedules, `${schedule.stem}.md`);
  if (await lstat(path).catch(() => undefined)) {
    const there = await readSmallFile(path);
    const mark = there && !isRefusal(there) ? importMark(there.text) : undefined;
    return mark === undefined ? 'another' : mark === schedule.digest ? 'already' : 'changed';
  }
  if (dryRun) {
    return 'added';
  }
  const made = await createScheduleFile(folder, schedules, schedule.stem, paused ? schedule.paused : schedule.text);
  return typeof made === 'string' ? 'added' : made;
}
