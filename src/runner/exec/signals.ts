import { constants } from 'node:os';

/** Signals that a runner outlives, so that it can write how the run ended. */
const OUTLIVED = ['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGQUIT'] as const;

/** The number that shells give for a process ended by a signal. */
export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + (constants.signals[signal] ?? 0);

/** The signals that reached this process since they are caught. */
export interface Caught {
  /** The first one that asked this process to end: a closed terminal or SIGTERM. */
  readonly stop: NodeJS.Signals | undefined;
  /** The first one of any kind. */
  readonly first: NodeJS.Signals | undefined;
  /** Acts as if a signal had asked this process to end. */
  ask(signal: 'SIGTERM'): void;
  /** Called with `stop`, at once where it came already. */
  onStop(react: (signal: NodeJS.Signals) => void): void;
  release(): void;
}

/**
 * Keeps this process alive until `release` whatever a terminal sends. Ctrl-C and Ctrl-\ reach the agent by themselves,
 * which shares the terminal's foreground group, and are its business.
 */
export function catchSignals(): Caught {
  let stop: NodeJS.Signals | undefined;
  let first: NodeJS.Signals | undefined;
  let reaction: ((signal: NodeJS.Signals) => void) | undefined;
  const listener = (signal: NodeJS.Signals): void => {
    first ??= signal;
    if (stop === undefined && (signal === 'SIGHUP' || signal === 'SIGTERM')) {
      stop = signal;
      reaction?.(signal);
    }
  };
  for (const signal of OUTLIVED) {
    process.on(signal, listener);
  }
  return {
    get stop() {
      return stop;
    },
    get first() {
      return first;
    },
    ask: listener,
    onStop(react) {
      reaction = react;
      if (stop !== undefined) {
        react(stop);
      }
    },
    release() {
      for (const signal of OUTLIVED) {
        process.off(signal, listener);
      }
    },
  };
}
