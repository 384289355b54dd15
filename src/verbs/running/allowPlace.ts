import * as l10n from '@vscode/l10n';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { recordIn } from '../../core/rows/fieldValues.ts';
import type { WorkPlace } from '../../core/rows/workPlace.ts';
import { grantedTime } from '../../core/agent/grant.ts';
import type { Ledger } from '../../store/ledger.ts';
import { act } from '../act.ts';
import type { Approval, Approvals, Host } from '../host.ts';
import { allowShown, type Shown } from './allowShown.ts';

/** An entry as it would be if it said that its runs work in a place. */
export const placedEntry = (entry: Entry, place: WorkPlace): Entry => ({
  ...entry,
  place,
  fields: { ...entry.fields, payload: { ...recordIn(entry.fields, 'payload'), in: place } },
});

/** Where the runs work that an approval would cover. */
export const placeOf = ({ content }: Approval): WorkPlace => content.works_in?.place ?? 'here';

/** Why the place of an entry cannot be written. */
export const placeRefusal = ({ file }: Entry): Refusal | undefined =>
  file === undefined
    ? undefined
    : refusal(
        l10n.t('A file defines this entry. Write "in: here" or "in: worktree" into that file; "defer show" names it.'),
      );

/** The place that a person may choose instead, and what an approval would cover then; undefined where there is none. */
export async function otherPlace(
  approvals: Approvals,
  ledger: Ledger,
  entry: Entry,
  approval: Approval,
): Promise<{ readonly place: WorkPlace; readonly approval: Approval } | undefined> {
  if (placeRefusal(entry)) {
    return undefined;
  }
  const place = placeOf(approval) === 'here' ? 'worktree' : 'here';
  const other = await approvals.look(ledger, placedEntry(entry, place));
  return isRefusal(other) || placeOf(other) !== place ? undefined : { place, approval: other };
}

/** Why nothing is allowed of an entry that is not as it was shown. */
export const changedSinceShown = (): Refusal =>
  refusal(l10n.t('It changed since it was shown, so nothing was allowed. Review it again.'));

/**
 * Writes into an entry where its runs work, and allows it as a person saw it: with what has this hash, and for the time
 * that it had. Refused where it has another time by then, as by a row that came while they read.
 */
export async function allowPlaced(
  host: Host,
  approvals: Approvals,
  { ledger, entry, hash }: Shown,
  place: WorkPlace,
): Promise<Refusal | undefined> {
  const reply = await act(
    host,
    { id: entry.id },
    now => placeRefusal(now) ?? { set: { payload: { ...recordIn(now.fields, 'payload'), in: place } } },
    () => '',
  );
  const state = reply.ok ? (await ledger.look()).get(entry.id) : undefined;
  if (!state) {
    return refusal(reply.ok ? l10n.t('The entry is gone from the file. Look again.') : reply.why);
  }
  const placed = toEntry(state);
  const [shown, time] = [grantedTime(entry), grantedTime(placed)];
  return shown.slot === time.slot && shown.once === time.once
    ? allowShown(host, approvals, { ledger, entry: placed, hash })
    : changedSinceShown();
}
