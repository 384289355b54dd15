import * as l10n from '@vscode/l10n';
import { cleanLine } from '../../render/text/clean.ts';
import { scheduleName } from '../../store/disk/place.ts';
import type { NotedFinal } from '../../store/undoJournal.ts';

/** How many files are named. */
const MOST = 3;

/** Why an act is not undone, and the way back. */
export function finalText(folder: string, { kind, count, files }: NotedFinal): string {
  const more = files.length > MOST ? ', …' : '';
  const named = `${files
    .slice(0, MOST)
    .map(file => cleanLine(file))
    .join(', ')}${more}`;
  const why =
    kind === 'archive'
      ? l10n.t(
          'You archived entries ({0}), and that cannot be undone. Their rows are in {1}: copy them to the end of {2} to have the entries back.',
          count,
          named,
          cleanLine(scheduleName(folder)),
        )
      : l10n.t('You exported entries ({0}), and that cannot be undone. Delete the files yourself: {1}.', count, named);
  return `${why} ${l10n.t('Undo once more for what you did before that.')}`;
}
