import { picture, type View } from '../render/picture.ts';
import { entryText } from '../render/text.ts';
import type { EntryRow } from './rows.ts';

/** Everything about an entry as plain text: a Markdown tooltip would turn text of the file into links. */
export const tooltipOf = ({ state, schedule }: EntryRow, view: View): string =>
  entryText(
    { ...picture(state, view), approved: schedule.approved?.get(state.id) ?? false },
    view.horizon.now,
    view.zone,
  ).replace(/: {2,}/g, ': ');
