import type { Schedule } from '../core/schedule.ts';
import { BEING_WRITTEN, type Ledger } from './ledger.ts';

/** Looks until nobody can still be writing the end of the file: at once, or within a few seconds. */
export async function settled(ledger: Ledger): Promise<Schedule> {
  for (;;) {
    const schedule = await ledger.look();
    if (!ledger.isBeingWritten(Date.now())) {
      return schedule;
    }
    await new Promise(resolve => setTimeout(resolve, BEING_WRITTEN / 10));
  }
}
