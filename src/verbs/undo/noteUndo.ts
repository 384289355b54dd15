import type { Change } from '../../core/rows/change.ts';
import { memberOf } from '../../core/rows/fieldValues.ts';
import type { Fields } from '../../core/rows/row.ts';
import type { Instant } from '../../core/basics/time.ts';
import { isAgent, type Host } from '../host.ts';

/** What an act of a person did. */
interface Done {
  readonly id: string;
  readonly at: Instant;
  /** All fields of the entry; absent where the act made it. */
  readonly before?: Fields;
  readonly after: Fields;
  readonly change: Change;
}

/** Where an entry stands, which its row takes over from its file when that turns it on or off. */
const OCCURRENCE = ['status', 'due_at', 'original_due_at', 'slot'];

/** Keeps what an act of a person changed, so that `undo` can put it back. */
export async function noteUndo(host: Host, folder: string, { id, at, before, after, change }: Done): Promise<void> {
  if (!host.undo || isAgent(host)) {
    return;
  }
  const { set, run, also = [], enabled } = change;
  const moved = enabled === undefined ? [] : OCCURRENCE;
  const names = [...Object.keys(set).filter(name => name !== 'updated_at'), ...moved];
  await host.undo.note(folder, {
    ...{ kind: 'change', id, at },
    ...(host.batch !== undefined && { batch: host.batch }),
    ...(before && { before: pick(before, names) }),
    after: pick(after, names),
    carried: pick(before ?? {}, Object.keys(change.carry ?? {})),
    events: [...(run ? [run] : []), ...also],
    ...(enabled !== undefined && { enabled: !enabled }),
  });
}

const pick = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.map(name => [name, memberOf(fields, name) ?? null]));
