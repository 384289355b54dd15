import * as l10n from '@vscode/l10n';
import { cleanLine } from './clean.ts';

/** Says where the log of acts is and, where it cannot be written, why. */
export const logText = ({ path, problem }: { readonly path: string; readonly problem: string | null }): string =>
  problem === null
    ? l10n.t('Log: {0}', cleanLine(path))
    : l10n.t('Log: {0}. Nothing is written there: {1}', cleanLine(path), problem);
