import { isTombstone } from '../../core/entry/entry.ts';
import { NEVER } from '../../core/entry/times.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { OpenSchedule } from '../../core/fold/schedule.ts';
import type { Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { dueStates, upcomingStates } from '../../render/view/tally.ts';
import { viewEntry, type EntryView, type View } from '../../render/view/entryView.ts';
import { viewAt } from '../../render/view/viewAt.ts';
import type { Ledger } from '../../store/ledger.ts';
import { withStandings } from '../conversations/standingOf.ts';
import type { Host } from '../host.ts';
import type { ApprovalMark } from '../../core/agent/grant.ts';

/** An entry as it looks now, with the schedule it is in. */
export interface ListedEntry extends EntryView {
  readonly ledger: Ledger;
}

/** The folder of the project that is looked at, cleaned, where that is not the one that the person is in. */
export function otherFolder({ ledgers, here }: Host): string | undefined {
  const project = ledgers.find(({ scope }) => scope === 'project');
  return here === undefined || project === undefined || project.folder === here ? undefined : cleanLine(project.folder);
}

/** Which entries are asked for. */
export type Which = 'due' | 'upcoming' | 'open' | 'all';

/** The entries of every schedule as they are shown: due first, then by due time, closed ones last. */
export async function listEntries(host: Host, which: Which): Promise<readonly ListedEntry[]> {
  const now = host.clock.now();
  // Made for the first entry: where there is none, nobody needs to know the zone.
  let view: View | undefined;
  const seen: { readonly state: EntryState; readonly seen: ListedEntry }[] = [];
  for (const ledger of host.ledgers) {
    const states = which === 'all' ? (await ledger.look()).all() : openStates(await ledger.lookAtOpen(), which, now);
    for (const state of states) {
      view ??= viewAt(now, host.zone, host.alive);
      const looked = { ...viewEntry(state, view), ledger };
      if (!isTombstone(looked.entry)) {
        seen.push({ state, seen: looked });
      }
    }
  }
  return seen
    .sort((a, b) => Number(b.state.isOpen) - Number(a.state.isOpen) || byDue(a.seen, b.seen))
    .map(({ seen: one }) => one);
}

function openStates(schedule: OpenSchedule, which: Exclude<Which, 'all'>, now: Instant): Iterable<EntryState> {
  switch (which) {
    case 'due':
      return dueStates(schedule, now);
    case 'upcoming':
      return upcomingStates(schedule, now);
    case 'open':
      return schedule.open;
  }
}

/** Among entries of one due time, and among those without one, the order of the schedule stays. */
const byDue = (a: EntryView, b: EntryView): number => (a.due === b.due ? 0 : (a.due ?? NEVER) - (b.due ?? NEVER));

/** Entries with what this person approved of them; as they are where the surface knows of no approvals. */
async function withApprovalMarks<Seen extends ListedEntry>(
  { approvals }: Host,
  all: readonly Seen[],
): Promise<readonly Seen[]> {
  if (!approvals) {
    return all;
  }
  const marks = new Map<Ledger, ReadonlyMap<string, ApprovalMark>>();
  for (const ledger of new Set(all.map(one => one.ledger))) {
    marks.set(ledger, await approvals.marks(ledger));
  }
  return all.map(one => ({ ...one, approved: marks.get(one.ledger)?.get(one.entry.id) ?? false }));
}

/** Entries with what a list shows of them: approvals, and the state of their conversations. Starts no tool. */
export async function withMarks(host: Host, all: readonly ListedEntry[]): Promise<readonly ListedEntry[]> {
  return withStandings(host, await withApprovalMarks(host, all), { isQuick: true });
}

/** `withApprovalMarks` for one entry of a schedule. */
export async function withApprovalMark(host: Host, ledger: Ledger, seen: EntryView): Promise<EntryView> {
  const [marked = seen] = await withApprovalMarks(host, [{ ...seen, ledger }]);
  return marked;
}

/** What waits in the store of the tool that Defer stands in for, where it does (`otherStoreText`). */
export const otherStoreNote = async (host: Host): Promise<string | undefined> =>
  host.runtime && (await import('./otherStore.ts')).otherStoreText(host, host.runtime);
