import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { Change } from '../../core/rows/change.ts';
import { memberOf } from '../../core/rows/fieldValues.ts';
import { recordedAgain, undoneEvent } from '../../core/rows/undoEvents.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { NotedAct, UndoJournal } from '../../store/undoJournal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { jsonOf } from '../look/find.ts';
import { defineVerb, refuse } from '../verb.ts';
import type { Host } from '../host.ts';

export const undo = defineVerb({
  name: 'undo',
  title: 'Undo',
  help: 'Undo what you did last on this machine: a snooze, done, cancel, edit and the like. Call it again for the act before.',
  examples: ['defer undo'],
  effect: 'owner',
  input: {},
  async run(host) {
    const { undo: journal } = host;
    const last = journal && (await lastActs(host, journal));
    if (!journal || !last) {
      return refuse('There is nothing to undo here.');
    }
    const { ledger, acts } = last;
    const now = host.clock.now();
    const undone: EntryState[] = [];
    for (const act of acts) {
      const after = await ledger.act(act.id, now, state => undoChange(state, act, now));
      if (isRefusal(after)) {
        await journal.settle(
          ledger.folder,
          acts.slice(undone.length).map(({ key }) => key),
        );
        const rest = undone.length === 0 ? '' : ` ${undone.length} of ${acts.length} were undone before it.`;
        return refuse(`${after.why}${rest}`);
      }
      await journal.settle(ledger.folder, [act.key]);
      await host.approvals?.takeBack(ledger, act.id, act.at);
      undone.push(after);
    }
    const [first] = undone;
    return {
      ok: true,
      say: undone.length === 1 && first ? `Undone. ${standing(host, first)}` : `Undone for ${undone.length} entries.`,
      value:
        undone.length === 1 && first ? jsonOf(host, ledger, first) : undone.map(state => jsonOf(host, ledger, state)),
    };
  },
});

/** What was done last in any of the schedules, with all that was done along with it. */
async function lastActs(
  host: Host,
  journal: UndoJournal,
): Promise<{ readonly ledger: Ledger; readonly acts: readonly NotedAct[] } | undefined> {
  const found = await Promise.all(
    host.ledgers.map(async ledger => ({ ledger, noted: await journal.last(ledger.folder) })),
  );
  const newest = found
    .filter(({ noted }) => noted.length > 0)
    .sort((one, other) => (other.noted[0]?.at ?? 0) - (one.noted[0]?.at ?? 0))[0];
  const [last] = newest?.noted ?? [];
  return (
    newest &&
    last && {
      ledger: newest.ledger,
      acts: last.batch === undefined ? [last] : newest.noted.filter(({ batch }) => batch === last.batch),
    }
  );
}

/** Puts back what an act changed, where nobody has changed any of it since. */
function undoChange(state: EntryState | undefined, act: NotedAct, now: Instant): Change | Refusal {
  if (!state) {
    return refusal('The entry is gone from the file, so nothing was undone.');
  }
  const fields = state.fields();
  const isSame = Object.entries(act.after).every(
    ([name, value]) => JSON.stringify(memberOf(fields, name) ?? null) === JSON.stringify(value),
  );
  if (!isSame || state.isNewer) {
    const { id, title } = toEntry(state);
    return refusal(
      `${nameOf(title)} was changed since, so nothing was undone. "defer show ${cleanLine(id, 40)}" tells how it stands.`,
    );
  }
  if (!act.before) {
    return { set: { status: 'cancelled', updated_at: toIso(now) } };
  }
  const put = (kept: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, value ?? undefined]));
  // Done, undone and done once more: the last one is meant.
  const recorded = state.recordedEvents();
  const [event, ...also] = act.events.map(one => undoneEvent(recordedAgain(one, recorded), now));
  return {
    set: { ...put(act.before), updated_at: toIso(now) },
    carry: put(act.carried),
    ...(event && { run: event }),
    ...(also.length > 0 && { also }),
  };
}

const nameOf = (title: string): string => {
  const shown = cleanLine(title, 60);
  return shown === '' ? 'The entry' : `"${shown}"`;
};

/** How an entry stands now, by its title: several undos in a row reach entries that nobody looks at. */
function standing(host: Host, state: EntryState): string {
  const { isOpen, status, dueAt, isPaused, title } = toEntry(state);
  const entry = nameOf(title);
  if (!isOpen || status === 'proposed') {
    return `${entry} is ${status}.`;
  }
  return dueAt === undefined || isPaused
    ? `${entry} is as it was.`
    : `${entry} is due ${describeMoment(dueAt, host.clock.now(), host.zone)}.`;
}
