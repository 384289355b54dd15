import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { stopPath } from '../home/homeFiles.ts';

/** How long a runner waits between two looks for a request to stop, in ms. */
const PAUSE = 300;

/** Watches for a person's request to stop a run. */
export interface StopWatch {
  /** Whether the request has come. */
  readonly isAsked: boolean;
  /** Ends the watch. */
  end(): Promise<void>;
}

/**
 * Calls `stop` once when a person asks to stop a run (`stopRun`). The request is a file in the home: a signal could
 * reach another process that has the runner's number by then, and Windows has no signals.
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
