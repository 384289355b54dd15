import * as l10n from '@vscode/l10n';
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

/**
 * How long to wait for the end of a run, in ms. An agent that ignores the request is ended by force after three
 * seconds.
 */
const PATIENCE = 10 * SECOND;

/** How long to wait between two looks at whether it has ended, in ms. */
const PAUSE = 150;

/**
 * Asks the running run of an entry to end, and waits until it has. Refused where the entry is not running, runs on
 * another machine, or where this machine claimed that run for another entry, whatever the file says. `events` gives the
 * entry's run events as they are by then.
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
    return refusal(l10n.t('This entry is not running, so there is nothing to stop.'));
  }
  const use = isToken(run.token) ? readUse(home, run.token) : undefined;
  const where = { host: run.host, ...(run.machine !== undefined && { machine: run.machine }) };
  if (!isToken(run.token) || !isHere(where, home) || use === 'void') {
    return refusal(l10n.t('That run is on another machine. Stop it there.'));
  }
  if ((await claimOfToken(home, run.token))?.plan.entryId !== entryId) {
    return refusal(l10n.t('What the schedule shows there is not a run of this entry that this machine started.'));
  }
  // A run that was claimed and has not started never starts.
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
