import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../core/basics/refusal.ts';
import type { Entry } from '../core/entry/entry.ts';
import { isAutomationName } from '../core/files/definition.ts';
import type { Change } from '../core/rows/change.ts';

/** Whether an entry is turned on and off in its file. That of a template has no word for it, so rows say it. */
export const isSwitchedInFile = ({ file }: Entry): boolean => file !== undefined && !isAutomationName(file);

/**
 * Turns an entry that a file defines on or off, in the file itself, which takes precedence over rows. Undefined for an
 * entry of rows alone.
 */
export function switchInFile(entry: Entry, enabled: boolean): Change | Refusal | undefined {
  if (!isSwitchedInFile(entry)) {
    return undefined;
  }
  return entry.isPaused === enabled
    ? { set: {}, enabled }
    : refusal(enabled ? l10n.t('The entry is not paused.') : l10n.t('The entry is already paused.'));
}
