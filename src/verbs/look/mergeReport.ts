import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { addToGitattributes, SCHEDULE_ATTRIBUTES } from '../../store/disk/gitAttributes.ts';
import type { Ledger } from '../../store/ledger.ts';

/** What keeps git from merging the rows of a schedule, or what was done about it. */
export interface MergeFinding {
  /** The file of attributes. */
  readonly path: string;
  readonly text: string;
  readonly fixed: boolean;
}

/**
 * The schedules whose rows git does not merge, as where another tool made the file. `fixes`: adds what is missing to
 * their `.sf/.gitattributes`.
 */
export async function mergeReport(ledgers: readonly Ledger[], fixes: boolean): Promise<readonly MergeFinding[]> {
  const found: MergeFinding[] = [];
  for (const ledger of ledgers) {
    const state = await ledger.work();
    if ((await state?.mergesRows()) !== false) {
      continue;
    }
    const added = fixes ? await addToGitattributes(ledger.folder, () => [SCHEDULE_ATTRIBUTES]) : undefined;
    const fixed = fixes && !added && (await state?.mergesRows()) !== false;
    const text = !fixes
      ? l10n.t(
          'Git does not merge the rows of the schedule, so two branches that both add rows conflict. Add the line "{0}" there, or let "defer doctor --fix" add it.',
          SCHEDULE_ATTRIBUTES,
        )
      : isRefusal(added)
        ? l10n.t('The line "{0}" was not added. {1}', SCHEDULE_ATTRIBUTES, added.why)
        : fixed
          ? l10n.t('The line "{0}" was added, so git merges the rows of the schedule.', SCHEDULE_ATTRIBUTES)
          : l10n.t(
              'The line "{0}" was added, but git goes by .git/info/attributes. Change that file.',
              SCHEDULE_ATTRIBUTES,
            );
    found.push({ path: `${ledger.folder}/.sf/.gitattributes`, text, fixed });
  }
  return found;
}
