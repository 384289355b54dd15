import * as l10n from '@vscode/l10n';
import { toEntry } from '../core/entry/entry.ts';
import type { EntryState } from '../core/fold/entryState.ts';
import { isRefusal, refusal, type Refusal } from '../core/basics/refusal.ts';
import { toIso, type Instant } from '../core/basics/time.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Host } from './host.ts';
import { find, jsonOf } from './look/find.ts';
import { nextText } from './readMoment.ts';
import { refuse, type Reply } from './verb.ts';

const gone = (): string => l10n.t('The schedule file can no longer be read. See its problem.');

/**
 * Turns an entry that a file defines on or off, in the file itself, which takes precedence over rows. Undefined for an
 * entry of rows alone, and for an id that names none.
 */
export async function switchFileOf(host: Host, id: string, enabled: boolean): Promise<Reply | undefined> {
  const found = await find(host, id);
  // What is on and off of a template is kept in rows: its file has no word for that.
  if (isRefusal(found) || found.entry.file === undefined || found.state.definition?.isTemplate) {
    return undefined;
  }
  const { ledger, entry } = found;
  if (entry.isPaused !== enabled) {
    return refuse(enabled ? l10n.t('The entry is not paused.') : l10n.t('The entry is already paused.'));
  }
  const after = await switchInFile(ledger, entry.id, host.clock.now(), enabled);
  if (isRefusal(after)) {
    return refuse(after.why);
  }
  await host.undo?.close(ledger.folder);
  const say = enabled
    ? l10n.t('Turned on in its file. {0}', nextText(host, toEntry(after)))
    : l10n.t('Turned off in its file.');
  return { ok: true, say, value: jsonOf(host, ledger, after) };
}

/**
 * Writes `enabled` into the file that defines an entry, and a row that knows it: switched on again, the entry is due at
 * its next slot. Refused where no file defines it. Throws a StoreFault where one of them cannot be written.
 */
export const switchInFile = (
  ledger: Ledger,
  id: string,
  now: Instant,
  enabled: boolean,
): Promise<EntryState | Refusal> =>
  ledger.inOneTurn(now, async turn => {
    const file = (await turn.look()).get(id)?.definition?.file;
    if (file === undefined) {
      return refusal(l10n.t('No file defines this entry.'));
    }
    const { switchFile } = await import('../store/files/switchFile.ts');
    return (
      (await switchFile(ledger.folder, file, enabled)) ??
      turn.act(id, state => (state?.definition ? { set: { updated_at: toIso(now) } } : refusal(gone())))
    );
  });
