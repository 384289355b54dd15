import * as l10n from '@vscode/l10n';
import { cleanLine } from '../../render/text/clean.ts';
import { isolate } from '../../render/text/isolate.ts';
import { scheduleName } from '../../store/disk/place.ts';
import type { NotedFinal } from '../../store/undoJournal.ts';

/** How many files are named. */
const MOST = 3;

/** Why an act is not undone, and the way back. */
export const finalText = (folder: string, act: NotedFinal): string =>
  `${wayBack(folder, act)} ${l10n.t('Undo once more for what you did before that.')}`;

function wayBack(folder: string, { kind, count, files }: NotedFinal): string {
  const [first = ''] = files;
  switch (kind) {
    case 'archive':
      return l10n.t(
        'You archived entries ({0}), and that cannot be undone. Their rows are in {1}: copy them to the end of {2} to have the entries back.',
        count,
        named(files),
        cleanLine(scheduleName(folder)),
      );
    case 'export':
      return l10n.t(
        'You exported entries ({0}), and that cannot be undone. Delete the files yourself: {1}.',
        count,
        named(files),
      );
    case 'disallow':
      return l10n.t(
        'You stopped the automatic runs of "{0}", and that cannot be undone. Allow them again.',
        isolate(cleanLine(first, 60)),
      );
    case 'keep':
      return l10n.t(
        'You kept the result of a run on the branch {0}, and Defer cannot undo that. Use git.',
        cleanLine(first),
      );
    case 'discard':
      return l10n.t(
        'You discarded the result of a run, and that cannot be undone. "git branch NAME {0}" brings it back.',
        cleanLine(first),
      );
  }
}

function named(files: readonly string[]): string {
  const more = files.length > MOST ? ', …' : '';
  return `${files
    .slice(0, MOST)
    .map(file => cleanLine(file))
    .join(', ')}${more}`;
}
