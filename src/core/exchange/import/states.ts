import * as l10n from '@vscode/l10n';
import { compareTexts } from '../../basics/compareTexts.ts';
import { isClosed, toStatus } from '../../rows/entryStatus.ts';
import type { ImportedEntry, ImportNote } from './imported.ts';

/**
 * One entry for each task. Of two states of one task the one that is over holds, else the later one; what was left out
 * is told. Tasks that only share their id stay as they are.
 */
export function joinStates(
  entries: readonly ImportedEntry[],
  tell: (note: ImportNote) => void,
): readonly ImportedEntry[] {
  const byId = new Map<string, ImportedEntry[]>();
  for (const entry of [...entries].sort((a, b) => compareTexts(createdAt(a), createdAt(b)))) {
    const { file, line, id } = entry;
    const where = { file, ...(line !== undefined && { line }), id };
    const tasks = byId.get(id) ?? [];
    byId.set(id, tasks);
    const copy = tasks.find(({ digest }) => digest === entry.digest);
    const at = tasks.findIndex(task => isStateOf(task, entry));
    const other = tasks[at];
    if (copy) {
      tell({ ...where, text: l10n.t('It is also in {0}, with the same content; it was imported once.', copy.file) });
    } else if (!other) {
      tasks.push(entry);
    } else {
      const later = isOver(other) && !isOver(entry) ? other : entry;
      const left = later === other ? entry : other;
      tasks[at] = later;
      tell({
        ...where,
        text: left.line
          ? l10n.t('Another version of it was left out: {0} line {1}.', left.file, left.line)
          : l10n.t('Another version of it was left out: {0}.', left.file),
        problem: true,
      });
    }
  }
  return [...byId.values()].flat();
}

/** When an entry was made there, as its row has it; empty where that is not known. */
export const createdAt = ({ fields }: Pick<ImportedEntry, 'fields'>): string => String(fields['created_at'] ?? '');

/** Whether two entries of one id can be one task: made at once, for the same work, and not waiting for two times. */
function isStateOf(a: ImportedEntry, b: ImportedEntry): boolean {
  const [one, two] = [a.task, b.task];
  const waitTwice = one?.runAt !== undefined && two?.runAt !== undefined && one.runAt !== two.runAt;
  return createdAt(a) === createdAt(b) && one?.work === two?.work && !waitTwice;
}

const isOver = ({ fields }: ImportedEntry): boolean => isClosed(toStatus(fields['status']));
