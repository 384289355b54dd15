import { DAY, type Clock, type Instant } from '../../core/basics/time.ts';
import type { Alive, OpenRun } from '../../core/rows/runEvents.ts';
import { isHere } from '../../store/processes/machineId.ts';
import { lifeOf, processesReady, type Life } from '../../store/processes/processMark.ts';
import { isToken, TOKEN_LIFE } from '../start/claim.ts';
import { lifeOfUse, readUse } from '../start/tokenUse.ts';

/**
 * Tells a run that goes on from one whose end was lost: one that was started under this home by its process, whatever
 * the machine is called now. Of one of another machine only the file tells, and that for a day after its start. One
 * that is only claimed may begin as long as its token can start it. `presumed`: a run of whose process only the number
 * is known, which another process may have by now, counts as going on; `sure`: it does not.
 */
export const createAlive =
  (home: string, clock: Clock, counts: 'presumed' | 'sure' = 'presumed'): Alive =>
  run => {
    const life = lifeOfRun(run, home, clock.now());
    return life === 'running' || (life === 'presumed' && counts === 'presumed');
  };

/**
 * Like `createAlive`, but waits until processes can be told apart. Before `processesReady` only their numbers are
 * known.
 */
export async function readyAlive(home: string, clock: Clock): Promise<Alive> {
  await processesReady();
  return createAlive(home, clock);
}

function lifeOfRun(run: OpenRun, home: string, now: Instant): Life {
  const use = isToken(run.token) ? readUse(home, run.token) : undefined;
  if (use) {
    return use === 'void' ? 'ended' : lifeOfUse(use, home, now);
  }
  const isWithin = (span: number): boolean => Math.abs(now - run.at) < span;
  if (!run.started) {
    return isWithin(TOKEN_LIFE) ? 'running' : 'ended';
  }
  if (!isWithin(DAY)) {
    return 'ended';
  }
  // It is on this machine but was started under another home, so only its number is known.
  return isHere(run, home) ? lifeOf({ pid: run.pid ?? 0, born: null, since: run.at }) : 'running';
}
