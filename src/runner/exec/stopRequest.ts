import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { stopPath } from '../home/homeFiles.ts';

/** How often a runner looks whether it is to stop its run, in ms. */
const PAUSE = 300;

/** Sees whether a person asks for the end of a run. */
export interface StopWatch {
  /** Whether somebody asked. */
  readonly isAsked: boolean;
  /** Looks no more. */
  end(): Promise<void>;
}

/**
 * Calls `stop` once where a person asks for the end of a run (`stopRun`). The request is a file in the home: a signal
 * would reach whatever has the number of the runner by then, and on Windows there is none.
 */
export function watchForStop(home: string, token: string, stop: () => void): StopWatch {
  const path = stopPath(home, token);
  let isAsked = false;
  const look = (): void => {
    if (!isAsked && existsSync(path)) {
      isAsked = true;
      stop();
    }
  };
  // It may have been asked for while the checkout was looked at: then the agent is not started.
  look();
  const timer = setInterval(look, PAUSE);
  return {
    get isAsked() {
      return isAsked;
    },
    async end() {
      clearInterval(timer);
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}
