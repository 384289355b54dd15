import { driftText, originOf, type Origin, type Standing } from '../../core/agent/drift.ts';
import type { Entry } from '../../core/entry/entry.ts';
import type { Ledger } from '../../store/ledger.ts';

/** How the work stood when an entry was scheduled, and how that stands now, as far as either can be told. */
export interface WorkSince {
  readonly origin: Origin | undefined;
  readonly standing: Standing | undefined;
}

/** Looks how the work stands that an entry was scheduled in. */
export async function workSince(ledger: Pick<Ledger, 'work'>, entry: Entry): Promise<WorkSince> {
  const origin = originOf(entry);
  const work = origin && (await ledger.work());
  const [standing] = origin && work ? await work.since([origin], { count: true }) : [];
  return { origin, standing };
}

/** What changed since an entry was scheduled, in a sentence; undefined where nothing did, or its row does not tell. */
export async function driftOf(ledger: Pick<Ledger, 'work'>, entry: Entry): Promise<string | undefined> {
  const { origin, standing } = await workSince(ledger, entry);
  return driftText(origin, standing);
}
