import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../core/basics/refusal.ts';
import type { Entry } from '../core/entry/entry.ts';
import { HEARTBEAT_ID, isAutomationName } from '../core/files/definition.ts';
import type { Change } from '../core/rows/change.ts';

/** Whether an entry is turned on and off in its file. That of a template has no word for it, so rows say it. */
export const isSwitchedInFile = ({ file }: Entry): boolean => file !== undefined && !isAutomationName(file);

/** Why the heartbeat is neither paused nor cancelled: its file has no word for either, and goes on to define it. */
export const heartbeatRefusal = ({ id, file }: Entry): Refusal | undefined =>
  id === HEARTBEAT_ID && file !== undefined
    ? refusal(
        l10n.t(
          'HEARTBEAT.md makes this entry. To turn it off, turn off the setting defer.heartbeat (on the command line DEFER_HEARTBEAT), or remove the file.',
        ),
      )
    : undefined;

/**
 * Turns an entry that a file defines on or off, in the file itself, which takes precedence over rows. Undefined for an
 * entry of rows alone.
 */
export function switchInFile(entry: Entry, enabled: boolean): Change | Refusal | undefined {
  if (!isSwitchedInFile(entry)) {
    return undefined;
  }
  const no = enabled ? undefined : heartbeatRefusal(entry);
  if (no) {
    return no;
  }
  return entry.isPaused === enabled
    ? { set: {}, enabled }
    : refusal(enabled ? l10n.t('The entry is not paused.') : l10n.t('The entry is already paused.'));
}
