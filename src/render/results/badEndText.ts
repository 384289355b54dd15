import * as l10n from '@vscode/l10n';
import type { Run } from '../../core/rows/runEvents.ts';
import { minutesText } from '../view/runHistory.ts';

/**
 * How a run ended that did not end well, for whoever decides about what it left, which may be half done: `failed`,
 * `over its 20 minutes`. Empty where it ended well, or nothing is known of it.
 */
export const badEndText = (run: Run | undefined): string =>
  run?.over_minutes === undefined
    ? ((run && badEnds()[run.outcome]) ?? '')
    : l10n.t('over its {0}', minutesText(run.over_minutes));

const badEnds = (): Readonly<Partial<Record<Run['outcome'], string>>> => ({
  failed: l10n.t('failed'),
  stopped: l10n.t('stopped'),
  interrupted: l10n.t('interrupted'),
  limit: l10n.t('stopped at a usage limit'),
});
