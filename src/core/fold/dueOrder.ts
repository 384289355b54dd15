import type { EntryState } from './entryState.ts';

/** Soonest due first; ties by id, so that the order never depends on how the entries came. */
export function bySoonest(a: EntryState, b: EntryState): number {
  return a.due === b.due ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.due - b.due;
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

const RUN = 1024;

/**
 * Sorts in steps of a few milliseconds, each ended by a `yield`, so that a long list does not hold up an editor.
 * Returns a new list.
 */
export function* sortInSteps(items: readonly EntryState[]): Generator<void, EntryState[]> {
  let runs: EntryState[][] = [];
  for (let start = 0; start < items.length; start += RUN) {
    runs.push(items.slice(start, start + RUN).sort(bySoonest));
    yield;
  }
  while (runs.length > 1) {
    const merged: EntryState[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(yield* merge(runs[index] as EntryState[], runs[index + 1] ?? []));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge(left: readonly EntryState[], right: readonly EntryState[]): Generator<void, EntryState[]> {
  const merged: EntryState[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    const [a, b] = [left[l] as EntryState, right[r] as EntryState];
    if (bySoonest(a, b) <= 0) {
      merged.push(a);
      l += 1;
    } else {
      merged.push(b);
      r += 1;
    }
    if (merged.length % (4 * RUN) === 0) {
      yield;
    }
  }
  return merged.concat(left.slice(l), right.slice(r));
}
