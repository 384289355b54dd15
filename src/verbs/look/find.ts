import * as l10n from '@vscode/l10n';
import { isTombstone, toEntry, type Entry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { wholeId } from '../../render/text/shownId.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import { viewAt } from '../../render/view/viewAt.ts';
import { toJson } from '../../render/view/json.ts';
import type { Ledger } from '../../store/ledger.ts';
import { otherStoreNote } from './seenEntries.ts';
import type { Host } from '../host.ts';

/** An entry and the schedule it is in. */
export interface Found {
  readonly ledger: Ledger;
  readonly state: EntryState;
  readonly entry: Entry;
}

/**
 * Finds the one entry that an id, or the beginning of one, names in the schedules as they are now. An exact id beats a
 * prefix. `mostlyOpen`: whoever asks needs nothing of other entries, and this one is probably open; opening a long
 * schedule is quicker then.
 */
export async function find(
  host: Host,
  id: string,
  asked: { readonly mostlyOpen?: true } = {},
): Promise<Found | Refusal> {
  const asTyped = await namedBy(host, id, asked);
  const upper = id.toUpperCase();
  const isOther = asTyped.exact.length + asTyped.begun.length === 0 && upper !== id && OWN_ID.test(id);
  const { exact, begun } = isOther ? await namedBy(host, upper, asked) : asTyped;
  const candidates = exact.length > 0 ? exact : begun;
  const [only] = candidates;
  const name = cleanLine(id, 60);
  if (!only) {
    const other = await otherStoreNote(host);
    const none = l10n.t('There is no entry "{0}". "defer list --all" shows them with their ids.', name);
    return refusal(other === undefined ? none : `${none}\n${other}`);
  }
  if (candidates.length === 1) {
    return only;
  }
  if (exact.length > 0) {
    return refusal(
      l10n.t('"{0}" is in more than one schedule. Say which with --scope project or --scope global.', name),
    );
  }
  const some = candidates.slice(0, 4).map(({ entry }) => wholeId(entry.id));
  const more = candidates.length > some.length ? ', …' : '';
  return refusal(
    l10n.t('{1} ids begin with "{0}": {2}{3}. Type more characters.', name, candidates.length, some.join(', '), more),
  );
}

/** The beginning of an id that Defer made, in any case, as somebody types it by hand. */
const OWN_ID = /^[0-7][0-9A-HJKMNP-TV-Z]{0,25}$/i;

/** The entries that have this id, and those whose ids begin with it. */
async function namedBy(
  host: Host,
  id: string,
  asked: { readonly mostlyOpen?: true },
): Promise<Readonly<Record<'exact' | 'begun', readonly Found[]>>> {
  const exact: Found[] = [];
  const begun: Found[] = [];
  for (const ledger of host.ledgers) {
    for (const state of await candidatesIn(ledger, id, asked.mostlyOpen === true)) {
      if (id !== '' && state.id.startsWith(id)) {
        const found = { ledger, state, entry: toEntry(state) };
        if (!isTombstone(found.entry)) {
          (state.id === id ? exact : begun).push(found);
        }
      }
    }
  }
  return { exact, begun };
}

/** The entries among which the one is that an id or its beginning names: the one of the id itself, else all. */
async function candidatesIn(ledger: Ledger, id: string, mostlyOpen: boolean): Promise<Iterable<EntryState>> {
  if (mostlyOpen) {
    const open = await ledger.lookAtOpen();
    const named = open.get(id);
    if (named || !(await ledger.mayLack(id))) {
      return named ? [named] : open.some();
    }
  }
  const schedule = await ledger.look();
  const named = schedule.get(id);
  return named ? [named] : schedule.all();
}

/** An entry as `--json` gives it, at this moment. */
export function jsonOf(host: Host, ledger: Ledger, state: EntryState): Record<string, unknown> {
  return toJson(viewEntry(state, viewAt(host.clock.now(), host.zone, host.alive)), ledger);
}
