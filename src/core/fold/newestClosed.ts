import type { EntryState } from './entryState.ts';

/** The closed entries whose last rows stand furthest down, at most `count`, the last one first. */
export function newestClosed(states: Iterable<EntryState>, count: number): readonly EntryState[] {
  if (count === 0) {
    return [];
  }
  const newest: EntryState[] = [];
  let least = 0;
  const trim = (): void => {
    newest.sort((a, b) => b.line - a.line).splice(count);
  };
  for (const state of states) {
    if (!state.isOpen && (newest.length < count || state.line > least)) {
      newest.push(state);
      // Sorting now and then is enough, and no list of all that is closed is made.
      if (newest.length >= count * 2) {
        trim();
        least = newest.at(-1)?.line ?? 0;
      }
    }
  }
  trim();
  return newest;
}
