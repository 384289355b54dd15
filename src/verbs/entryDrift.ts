import { driftText, originOf } from '../core/agent/drift.ts';
import type { Entry } from '../core/entry/entry.ts';
import type { Ledger } from '../store/ledger.ts';

/** What changed since an entry was scheduled, in a sentence; undefined where nothing did, or its row does not tell. */
export async function driftOf(ledger: Ledger, entry: Entry): Promise<string | undefined> {
  const origin = originOf(entry);
  const work = origin && (await ledger.work());
  const [standing] = origin && work ? await work.since([origin], { count: true }) : [];
  return driftText(origin, standing);
}
