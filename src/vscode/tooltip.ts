import { picture, type View } from '../render/picture.ts';
import { entryText } from '../render/text.ts';
import { driftOf } from '../verbs/drift.ts';
import type { EntryRow } from './rows.ts';

/** Everything about an entry as plain text: a Markdown tooltip would turn text of the file into links. */
export async function tooltipOf({ state, schedule }: EntryRow, view: View): Promise<string> {
  const seen = { ...picture(state, view), approved: schedule.approved?.get(state.id) ?? false };
  const drift = await driftOf(schedule.ledger, seen.entry);
  return entryText(seen, view.horizon.now, view.zone, drift).replace(/: {2,}/g, ': ');
}
