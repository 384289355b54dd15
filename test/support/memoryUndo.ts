import type { NotedAct, UndoJournal } from '../../src/store/undoJournal.ts';

/** What can be undone, kept in memory. */
export function memoryUndo(): UndoJournal {
  const kept = new Map<string, NotedAct[]>();
  const of = (folder: string): NotedAct[] => {
    const acts = kept.get(folder) ?? [];
    kept.set(folder, acts);
    return acts;
  };
  let count = 0;
  return {
    note: async (folder, act) => void of(folder).unshift({ ...act, key: String((count += 1)) }),
    last: async folder => [...of(folder)],
    settle: async (folder, keys) =>
      void kept.set(
        folder,
        of(folder).filter(({ key }) => !keys.includes(key)),
      ),
    problem: async () => undefined,
  };
}
