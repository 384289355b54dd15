import * as l10n from '@vscode/l10n';
import type { Run } from '../../core/rows/runEvents.ts';
import { changesText, shortToken } from '../../render/view/runHistory.ts';

/**
 * What a run in a worktree left, and how one looks at it; empty for one that left nothing, or worked in the checkout.
 */
export function leftByRun(run: Run | undefined): string {
  const left = run?.place === 'worktree' ? changesText(run) : '';
  return run === undefined || left === ''
    ? ''
    : l10n.t('It left a result, {0}: "defer results {1}".', left, shortToken(run));
}
