import { SECOND } from '../../core/basics/time.ts';
import type { Schedule } from '../../core/fold/schedule.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Failures } from './failures.ts';
import { readingOf, tellWindow } from './lookAtShown.ts';
import type { Named } from './scheduleName.ts';
import { tellIfSlow } from './tellIfSlow.ts';

/** A schedule with all that is closed. */
export interface Whole<Tag> {
  readonly schedule: Schedule;
  readonly tag: Tag;
}

/** Reads the schedules of folders with all that is closed, and gives those that can be read. */
export async function readWhole<Tag extends Named & { readonly ledger: Ledger }>(
  folders: readonly Tag[],
  failures: Failures,
): Promise<readonly Whole<Tag>[]> {
  const whole: Whole<Tag>[] = [];
  for (const tag of folders) {
    try {
      whole.push({ schedule: await tellIfSlow(tag.ledger.look(), SECOND, tellWindow), tag });
    } catch (error) {
      failures.reportOnce(readingOf(tag), error);
    }
  }
  return whole;
}
