import { idShortener } from '../../render/text/shownId.ts';
import type { Ledger } from '../../store/ledger.ts';

/** The ids in these schedules from which these ones have to be told. */
export async function idsBeside(ledgers: readonly Ledger[], ids: readonly string[]): Promise<readonly string[]> {
  let others: readonly string[] = [];
  for (const ledger of ledgers) {
    const missing = await ledger.missingBeside(ids);
    const schedule = missing ? ledger.schedule : await ledger.look();
    others = [...others, ...(missing ?? []), ...Array.from(schedule.some(), ({ id }) => id)];
  }
  return others;
}

/** Ids as a list shows them: cut to what tells each from every other id in these schedules. */
export const shownIds = async (ledgers: readonly Ledger[], ids: readonly string[]): Promise<readonly string[]> =>
  ids.map(idShortener(ids, await idsBeside(ledgers, ids)));
