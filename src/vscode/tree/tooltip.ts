import { viewEntry, type View } from '../../render/view/entryView.ts';
import { entryText } from '../../render/text/entryText.ts';
import { driftOf } from '../../verbs/look/entryDrift.ts';
import type { EntryRow } from './entryRow.ts';

/** Everything about an entry as plain text: a Markdown tooltip would turn text of the file into links. */
export async function tooltipOf({ state, schedule }: EntryRow, view: View): Promise<string> {
  const seen = { ...viewEntry(state, view), approved: schedule.approved?.get(state.id) ?? false };
  const drift = await driftOf(schedule.ledger, seen.entry);
  return entryText(seen, view.horizon.now, view.zone, drift).replace(/: {2,}/g, ': ');
}
