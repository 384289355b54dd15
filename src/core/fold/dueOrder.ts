import { compareTexts } from '../basics/compareTexts.ts';
import type { EntryState } from './entryState.ts';

/** Soonest due first; ties by id, so that the order never depends on how the entries came. */
export function bySoonest(a: EntryState, b: EntryState): number {
  return a.due === b.due ? compareTexts(a.id, b.id) : a.due - b.due;
}

/** Takes an entry out of a sorted list. It must not have changed since it was put there. */
export function takeOut(order: EntryState[], state: EntryState): void {
  const at = countFirst(order, other => bySoonest(other, state) < 0);
  if (order[at] === state) {
    order.splice(at, 1);
  }
}

/** Puts an entry where it belongs in a sorted list. */
export function putIn(order: EntryState[], state: EntryState): void {
  order.splice(
    countFirst(order, other => bySoonest(other, state) < 0),
    0,
    state,
  );
}

/** How many entries at the beginning of a list hold; those that hold must stand first. */
export function countFirst(order: readonly EntryState[], holds: (state: EntryState) => boolean): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(order[middle] as EntryState)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
