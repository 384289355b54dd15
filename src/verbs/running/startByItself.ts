import * as l10n from '@vscode/l10n';
import { byItselfRefusal, fellDueAt } from '../../core/entry/automatic.ts';
import { toEntry, overlapOf } from '../../core/entry/entry.ts';
import { occurrenceOf } from '../../core/entry/occurrenceOf.ts';
import { isFileOnly } from '../../core/agent/launch.ts';
import { moveOn } from '../../core/entry/moveOn.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toRuns, type Run } from '../../core/rows/runEvents.ts';
import { toIso } from '../../core/basics/time.ts';
import { viewEntry, type EntryView } from '../../render/view/entryView.ts';
import { viewAt } from '../../render/view/viewAt.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { ListedEntry } from '../look/seenEntries.ts';
import type { Host } from '../host.ts';

/**
 * What became of an entry whose turn came to run without a person. `claimed`: somebody alive has it. `started`: it goes
 * on in a terminal; `prepared`: its prompt was written to a file, and no agent started; `limit`: a usage limit stopped
 * it; `stopped`: a person stopped it; `interrupted`: a hang-up or Ctrl+C ended it; `failed`: it ended badly, or could
 * not be started for a fault of this machine.
 */
export type Turn =
  | {
      readonly result: 'ran' | 'prepared' | 'failed' | 'limit' | 'stopped' | 'interrupted';
      readonly exitCode: number;
      readonly stopped: boolean;
      /** The run, as its entry has it. */
      readonly run?: Run | undefined;
    }
  | { readonly result: 'failed' | 'claimed' | 'skipped'; readonly why: string }
  | { readonly result: 'started' | 'would run' };

/** How a run may end, whatever its exit code, without having failed. */
const NO_FAILURE = ['limit', 'stopped', 'interrupted'] as const;

/**
 * Every entry for an agent whose due time has come, also those that wait for a person, soonest first: whoever starts
 * some of them tells why not the others.
 */
export async function dueForAgents(host: Host): Promise<readonly ListedEntry[]> {
  const now = host.clock.now();
  const view = viewAt(now, host.zone, host.alive);
  const due: ListedEntry[] = [];
  for (const ledger of host.ledgers) {
    const schedule = await ledger.look();
    for (const state of schedule.open.slice(0, schedule.dueCount(now))) {
      const seen = viewEntry(state, view);
      const { kind, status } = seen.entry;
      const isForAgents = kind === 'prompt' || kind === 'command';
      if (isForAgents && (fellDueAt(seen.entry, now) !== undefined || status === 'proposed')) {
        due.push({ ...seen, ledger });
      }
    }
  }
  return due.sort((a, b) => (a.due ?? 0) - (b.due ?? 0));
}

/**
 * Starts an entry without a person, as it stands by now, through every gate of the launcher. Where a run of it still
 * goes on, a repeat's next time is left out, or waits its turn (`overlap`). Never throws for what is wrong with one
 * entry.
 */
export async function runByItself(
  host: Host,
  ledger: Ledger,
  id: string,
  { dryRun = false, claimRemote }: { readonly dryRun?: boolean; readonly claimRemote?: string | undefined } = {},
): Promise<Turn> {
  try {
    const state = (await ledger.look()).get(id);
    if (!state) {
      return { result: 'skipped', why: l10n.t('It is gone from the file.') };
    }
    const seen = viewEntry(state, viewAt(host.clock.now(), host.zone, host.alive));
    const going = seen.runs.find(run => run.outcome === 'running');
    if (going && going.occ !== occurrenceOf(seen.entry)) {
      return await overlapped(host, ledger, seen, dryRun);
    }
    const plan = await host.launcher.plan(ledger, seen.entry, { again: false, unattended: true, claimRemote });
    if (isRefusal(plan)) {
      return notStarted(plan);
    }
    if (dryRun) {
      return { result: 'would run' };
    }
    const started = await host.launcher.start(ledger, plan);
    if (isRefusal(started)) {
      return notStarted(started);
    }
    if (started.state === 'started') {
      return { result: 'started' };
    }
    const { exitCode, stopped = false } = started;
    const well = isFileOnly(plan) ? 'prepared' : 'ran';
    const run = await lastRun(host, ledger, id);
    const ended = run && NO_FAILURE.find(outcome => outcome === run.outcome);
    return { result: ended ?? (exitCode === 0 ? well : 'failed'), exitCode, stopped, run };
  } catch (error) {
    return { result: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

/** The last run of an entry; undefined where it has none. */
export async function lastRun(host: Host, ledger: Ledger, id: string): Promise<Run | undefined> {
  const state = (await ledger.look()).get(id);
  return state && toRuns(state.runEvents(), host.alive).at(-1);
}

const notStarted = ({ why, busy }: Refusal): Turn => ({ result: busy ? 'claimed' : 'skipped', why });

/** An earlier run goes on while the entry is due anew: an approved repeat moves on, all others wait. */
async function overlapped(host: Host, ledger: Ledger, seen: EntryView, dryRun: boolean): Promise<Turn> {
  const { entry, runs } = seen;
  const now = host.clock.now();
  const approval = await host.approvals?.look(ledger, entry);
  const fell = fellDueAt(entry, now);
  const isCovered =
    approval &&
    !isRefusal(approval) &&
    approval.mark === true &&
    (approval.before?.approvedAt ?? Infinity) < (fell ?? 0);
  const isLeftOut = isCovered && entry.repeat !== undefined && overlapOf(entry) === 'skip';
  if (!isLeftOut || byItselfRefusal(entry, runs, now)) {
    return { result: 'claimed', why: l10n.t('An earlier run of it is going on, so this time waits for it.') };
  }
  if (!dryRun) {
    const after = await ledger.act(entry.id, now, current => {
      const change = current ? moveOn(toEntry(current), now, 'skipped') : refusal(l10n.t('It is gone from the file.'));
      return isRefusal(change) ? change : { ...change, set: { ...change.set, updated_at: toIso(now) } };
    });
    if (isRefusal(after)) {
      return notStarted(after);
    }
  }
  return {
    result: 'skipped',
    why: l10n.t('An earlier run of it is going on, so this time was skipped (overlap "skip").'),
  };
}
