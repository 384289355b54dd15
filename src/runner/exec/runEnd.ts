import { toRuns, type Alive, type Run, type RunEvent } from '../../core/rows/runEvents.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { Ledger } from '../../store/ledger.ts';
import { claimOfToken, isToken, type Claim } from '../start/claim.ts';
import { readUse } from '../start/tokenUse.ts';
import { readEnd } from './keptEnd.ts';

/** A run that does not go on any more, and its entry as it stands since. */
export interface EndedRun {
  readonly run: Run;
  readonly state: EntryState;
}

/**
 * How a run that this machine claimed has ended, as its own record says; undefined while it goes on, or where there is
 * none. No row is believed: whoever may write to the folder alone, as an agent in its sandbox, could end a run with one
 * that has nothing to report. Without a record the end was lost.
 */
export async function endOfRun(
  { ledger, home }: { readonly ledger: Ledger; readonly home: string },
  id: string,
  token: string,
  alive: Alive,
): Promise<EndedRun | undefined> {
  const claim = isToken(token) ? await claimOfToken(home, token) : undefined;
  if (claim?.plan.entryId !== id) {
    return undefined;
  }
  // First whether the runner is gone, then what it wrote: after a runner that is gone nothing more comes.
  const isGoing = alive({ token, started: false, at: claim.createdAt, pid: null, host: null });
  const own = await readEnd(home, token);
  if (isGoing && !own) {
    return undefined;
  }
  const state = (await ledger.look()).get(id);
  const row = state?.runEvents().find(event => event.event === 'ended' && isOf(event, claim));
  const [run] = toRuns([own ? { ...own, ...(row?.asks && { asks: true }) } : begun(home, claim)], () => false);
  // The row comes after the record, and with it how the entry stands since.
  return state && run && (row || !isGoing) ? { run, state } : undefined;
}

const isOf = ({ occ, gen, token }: RunEvent, { plan, token: own }: Claim): boolean =>
  token === own && occ === plan.occ && gen === plan.gen;

/** What is known of a run whose end was lost. */
function begun(home: string, { token, plan, createdAt }: Claim): RunEvent {
  const use = readUse(home, token);
  const event = use === undefined || use === 'void' ? 'claimed' : 'started';
  return { occ: plan.occ, gen: plan.gen, token, event, at: createdAt, agent: plan.agent };
}
