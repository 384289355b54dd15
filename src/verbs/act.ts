import * as l10n from '@vscode/l10n';
import { toEntry, type Entry } from '../core/entry/entry.ts';
import { NEVER } from '../core/entry/times.ts';
import type { Change } from '../core/rows/change.ts';
import type { EntryState } from '../core/fold/entryState.ts';
import type { Fields } from '../core/rows/row.ts';
import { isRefusal, refusal, type Refusal } from '../core/basics/refusal.ts';
import { toRuns, type RunEvent } from '../core/rows/runEvents.ts';
import { isByHand } from '../core/rows/undoneEvents.ts';
import { lookedAt } from '../core/entry/limitStreak.ts';
import { toIso, type Instant } from '../core/basics/time.ts';
import type { AfterWrite, Decide, Ledger } from '../store/ledger.ts';
import { find, jsonOf } from './look/find.ts';
import { applyAgentPolicy } from './agentPolicy.ts';
import { noteUndo } from './undo/noteUndo.ts';
import { noteSet } from './edit/note.ts';
import { isAgent } from './host.ts';
import { refuse, type Reply } from './verb.ts';
import type { Host } from './host.ts';
import { statusWord } from '../render/view/statusWords.ts';

/** What an act makes of an entry: fields to set (undefined: to remove), or why not. */
export type Edit = (entry: Entry, now: Instant) => Change | Refusal;

/** Which entry an act is about, and the note that is taken along. */
export interface Acted {
  readonly id: string;
  readonly note?: string | undefined;
}

/**
 * Does one act on one entry: finds it, lets `edit` decide on it as it stands when its turn comes, writes, and answers
 * with the entry. `say` is what a person reads, without text of the file.
 */
export async function act(host: Host, acted: Acted, edit: Edit, say: (after: Entry) => string): Promise<Reply> {
  const found = await find(host, acted.id, { mostlyOpen: true });
  if (isRefusal(found)) {
    return refuse(found.why);
  }
  const now = host.clock.now();
  const marks = isAgent(host) ? await host.approvals?.marks(found.ledger) : undefined;
  const isAllowed = marks?.get(found.entry.id) === true;
  const { folder } = found.ledger;
  let done: Done | undefined;
  const decide: Decide = state => {
    const entry = state && toEntry(state);
    if (!entry) {
      return refusal(l10n.t('The entry is gone from the file. Look again.'));
    }
    if (entry.newer) {
      return refusal(l10n.t('A newer version of Defer wrote this entry. Update Defer to act on it.'));
    }
    const change = applyAgentPolicy(host, entry, edit(entry, now), isAllowed);
    const looked = !isAgent(host) && state.hasRuns ? lookedAt(entry, toRuns(state.runEvents(), host.alive), now) : {};
    if (isRefusal(change)) {
      return change;
    }
    const whole = { ...change, set: { ...looked, ...change.set, ...noteSet(acted.note), updated_at: toIso(now) } };
    done = { entry, before: state.fields(), events: [...state.recordedEvents()], change: whole };
    return whole;
  };
  const note: AfterWrite = async after => {
    if (done) {
      const { before, events, change } = done;
      // What passed while its file had it off is found when it is written.
      const noted = change.enabled === undefined ? change : { ...change, also: eventsSince(events, after) };
      await noteUndo(host, folder, { id: after.id, at: now, after: after.fields(), before, change: noted });
    }
  };
  const after = await found.ledger.act(found.entry.id, now, decide, note);
  if (isRefusal(after)) {
    return refuse(after.why);
  }
  if (done) {
    const { entry, change } = done;
    await noteOnApproval(host, found.ledger, { entry, change, after: toEntry(after), now });
    await (isAgent(host) ? undefined : host.approvals?.looked(found.ledger, entry.id, now));
  }
  return { ok: true, say: say(toEntry(after)), value: jsonOf(host, found.ledger, after) };
}

/** What an act did, and how the entry stood before. */
interface Done {
  readonly entry: Entry;
  readonly before: Fields;
  readonly events: readonly RunEvent[];
  readonly change: Change;
}

function eventsSince(before: readonly RunEvent[], after: EntryState): readonly RunEvent[] {
  const known = new Set(before.map(event => JSON.stringify(event)));
  return after.recordedEvents().filter(event => isByHand(event) && !known.has(JSON.stringify(event)));
}

/** An act may deal with what a person allowed, so that no row has it run later, or take that back. */
async function noteOnApproval(
  host: Host,
  ledger: Ledger,
  {
    entry,
    change,
    after,
    now,
  }: { readonly entry: Entry; readonly change: Change; readonly after: Entry; readonly now: Instant },
): Promise<void> {
  const isOver = !after.isOpen || (after.isPaused && !entry.isPaused);
  if (entry.isPaused && !after.isPaused) {
    await host.approvals?.takeBack(ledger, entry.id);
  }
  if (isOver || (change.run && isByHand(change.run))) {
    const next = after.repeat === undefined || isRefusal(after.repeat) ? NEVER : after.slot;
    await host.approvals?.settle(ledger, entry, now, isOver, next);
  }
}

/** The refusal of an act that only open entries take, if this one is closed. */
export const closedRefusal = (entry: Entry): Refusal | undefined =>
  entry.isOpen
    ? undefined
    : refusal(l10n.t('The entry is already {0}. Reopen it first ("defer reopen").', statusWord(entry.status)));

/** The refusal of an act that gives an entry a time, which a paused one cannot have. */
export const pausedRefusal = (entry: Entry): Refusal | undefined =>
  entry.isPaused ? refusal(l10n.t('The entry is paused. Resume it first ("defer resume"), or cancel it.')) : undefined;
