import { setTimeout as pause } from 'node:timers/promises';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { SECOND } from '../../core/basics/time.ts';
import { toRuns, type Alive, type Run, type RunEvent } from '../../core/rows/runEvents.ts';
import { isHere } from '../../store/processes/machineId.ts';
import { processesReady } from '../../store/processes/processMark.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Stopped } from '../../verbs/host.ts';
import { stopPath, writeNew } from '../home/homeFiles.ts';
import { claimOfToken, isToken } from './claim.ts';
import { readUse, voidToken } from './tokenUse.ts';

/** How long the end of a run is waited for, in ms: an agent that does not heed the first word is ended after three seconds. */
const PATIENCE = 10 * SECOND;

/** How often it is looked whether it has ended, in ms. */
const PAUSE = 150;

/**
 * Asks for the end of the run of an entry that goes on under this home, and waits for it. Refused where none goes on, or
 * only one of another machine, or one that this machine claimed for another entry, whatever the file says. `events`: those
 * of the entry by now.
 */
export async function stopRun(
  ledger: Ledger,
  entryId: string,
  events: () => readonly RunEvent[],
  { home, alive }: { readonly home: string; readonly alive: Alive },
): Promise<Stopped | Refusal> {
  await processesReady();
  await ledger.lookAtOpen();
  const going = (): readonly Run[] => toRuns(events(), alive).filter(run => run.outcome === 'running');
  const [run] = going();
  if (!run) {
    return refusal('No run of this entry goes on, so there is nothing to stop.');
  }
  const use = isToken(run.token) ? readUse(home, run.token) : undefined;
  const where = { host: run.host, ...(run.machine !== undefined && { machine: run.machine }) };
  if (!isToken(run.token) || !isHere(where, home) || use === 'void') {
    return refusal('That run goes on on another machine. Stop it there.');
  }
  if ((await claimOfToken(home, run.token))?.plan.entryId !== entryId) {
    return refusal('What the schedule shows there is not a run of this entry that this machine started.');
  }
  // One that was only claimed never starts.
  if (!use && (await voidToken(home, run.token))) {
    return { hasEnded: true };
  }
  await writeNew(stopPath(home, run.token), '');
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(PAUSE)) {
    await ledger.lookAtOpen();
    if (!going().some(({ token }) => token === run.token)) {
      return { hasEnded: true };
    }
  }
  return { hasEnded: false };
}
