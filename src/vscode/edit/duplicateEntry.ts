import * as l10n from '@vscode/l10n';
import { toEntry } from '../../core/entry/entry.ts';
import { askEntry } from '../ask/askEntry.ts';
import { askWhen } from '../ask/askWhen.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { EditorServices } from '../wiring/editorServices.ts';

/** Schedules a copy of an entry. A repeat comes up by its rule; for any other entry it asks when. */
export async function duplicateEntry(
  { model, run, hostFor }: Pick<EditorServices, 'model' | 'run' | 'hostFor'>,
  given: EntryRow | undefined,
): Promise<void> {
  const row = given ?? (await askEntry('duplicate', model));
  if (!row) {
    return;
  }
  const repeats = toEntry(row.state).repeat !== undefined;
  const when = repeats ? undefined : await askWhen(hostFor([row.schedule.ledger]), l10n.t('Defer: Duplicate'));
  if (repeats || when !== undefined) {
    await run('duplicate', { row, input: when === undefined ? {} : { when } });
  }
}
