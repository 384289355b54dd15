import { hostname } from 'node:os';
import { DAY, type Clock } from '../core/time.ts';
import type { Alive } from '../core/run.ts';
import { isToken, TOKEN_LIFE } from './claim.ts';
import { isRunning } from '../store/processMark.ts';
import { readUse, type TokenUse } from './tokenUse.ts';

/**
 * Tells a run that goes on from one whose end was lost. A run of this machine by its process; one of another machine,
 * of which only the file tells, for a day after its start. One that is only claimed: as long as its token can start it.
 */
export const createAlive =
  (home: string, clock: Clock): Alive =>
  run => {
    const age = Math.abs(clock.now() - run.at);
    if (run.host !== hostname()) {
      return age < (run.started ? DAY : TOKEN_LIFE);
    }
    const use: TokenUse | undefined = isToken(run.token) ? readUse(home, run.token) : undefined;
    if (use === 'void') {
      return false;
    }
    if (use) {
      return isRunning(use);
    }
    if (!run.started) {
      return age < TOKEN_LIFE;
    }
    // Started under another home: all there is, is a number that a later process may have by now.
    return run.pid !== null && age < DAY && isRunning({ pid: run.pid, born: null });
  };
