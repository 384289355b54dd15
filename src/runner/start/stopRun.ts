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
import { readEnd } from '../exec/keptEnd.ts';
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
 * Asks the running run of an entry to end, and waits until it has. What this machine itself claimed for the entry
 * counts, whether a row says that it has ended or not: an agent may write one. Refused where the entry is not running,
 * runs on another machine, or where this machine claimed that run for another entry, whatever the file says. `events`
 * gives the entry's run events as they are by then.
 */
export async function stopRun(
  ledger: Ledger,
  entryId: string,
  events: () => readonly RunEvent[],
  { home, alive }: { readonly home: string; readonly alive: Alive },
): Promise<Stopped | Refusal> {
  await processesReady();
  await ledger.lookAtOpen();
  const own = await ownRuns(entryId, events(), { home, alive });
  if (own.length === 0) {
    return notOwnRefusal(toRuns(events(), alive), home);
  }
  for (const token of own) {
    // A run that was claimed and has not started never starts.
    if (readUse(home, token) !== undefined || !(await voidToken(home, token))) {
      await writeNew(stopPath(home, token), '');
    }
  }
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(PAUSE)) {
    await ledger.lookAtOpen();
    const isShown = toRuns(events(), alive).some(run => run.outcome === 'running' && own.includes(run.token));
    if (!isShown && (await ownRuns(entryId, events(), { home, alive })).length === 0) {
      return { hasEnded: true };
    }
  }
  return { hasEnded: false };
}

/** The tokens of an entry's runs that this machine claimed and that go on, as it knows itself. */
async function ownRuns(
  entryId: string,
  events: readonly RunEvent[],
  { home, alive }: { readonly home: string; readonly alive: Alive },
): Promise<readonly string[]> {
  const own: string[] = [];
  for (const token of new Set(events.map(event => event.token).filter(isToken))) {
    const claim = readUse(home, token) === 'void' ? undefined : await claimOfToken(home, token);
    const isGoing =
      claim?.plan.entryId === entryId &&
      alive({ token, started: false, at: claim.createdAt, pid: null, host: null }) &&
      (await readEnd(home, token)) === undefined;
    own.push(...(isGoing ? [token] : []));
  }
  return own;
}

/** Why there is nothing to stop here, by what the file says. */
function notOwnRefusal(runs: readonly Run[], home: string): Refusal {
  const run = runs.find(({ outcome }) => outcome === 'running');
  if (!run) {
    return refusal(l10n.t('This entry is not running, so there is nothing to stop.'));
  }
  const where = { host: run.host, ...(run.machine !== undefined && { machine: run.machine }) };
  return !isToken(run.token) || !isHere(where, home) || readUse(home, run.token) === 'void'
    ? refusal(l10n.t('That run is on another machine. Stop it there.'))
    : refusal(l10n.t('What the schedule shows there is not a run of this entry that this machine started.'));
}
