import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { changeOfFile } from '../../core/files/changeOfFile.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { OpenSchedule } from '../../core/fold/schedule.ts';
import type { Change } from '../../core/rows/change.ts';

/** Where the file is, and what reads the schedule anew. */
interface Place {
  readonly folder: string;
  readonly now: Instant;
  readonly look: () => Promise<OpenSchedule>;
}

/**
 * A change of an entry that a file defines, as its row is to have it, and the entry that it applies to. What the change
 * says of being on is written into the file, which takes precedence over rows. Throws a StoreFault where that fails.
 */
export async function fileChange(
  change: Change,
  state: EntryState,
  { folder, now, look }: Place,
): Promise<{ readonly state: EntryState; readonly change: Change } | Refusal> {
  const after = change.enabled === undefined ? state : await switched(state, change.enabled, { folder, look });
  if (after && isRefusal(after)) {
    return after;
  }
  return after?.definition
    ? { state: after, change: changeOfFile(change, after, after.definition, now) }
    : refusal(l10n.t('The schedule file can no longer be read. See its problem.'));
}

/** The entry once its file says that it is on, or off; undefined where it is gone. */
async function switched(
  state: EntryState,
  enabled: boolean,
  { folder, look }: Pick<Place, 'folder' | 'look'>,
): Promise<EntryState | Refusal | undefined> {
  const { switchFile } = await import('./switchFile.ts');
  const file = state.definition?.file ?? '';
  return (await switchFile(folder, file, enabled)) ?? (await look()).get(state.id);
}
