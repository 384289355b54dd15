import { uptime } from 'node:os';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import { instant, SECOND, type Instant } from '../../core/basics/time.ts';
import { codeOf } from '../disk/fault.ts';
import { linuxProcesses } from './linux.ts';
import { ENDED, NO_TABLE, type ProcessTable } from './table.ts';

/** What tells a process from a later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it was started, in words of this machine; null where it does not tell. */
  readonly born: string | null;
  /** When the process was there for sure, where that is known. */
  readonly since?: Instant | undefined;
}

/** How a process stands. `presumed`: there is one of its number, and nothing tells whether it is that very one. */
export type Life = 'running' | 'presumed' | 'ended';

/** What is asked of a machine about its processes. A test gives another than this one. */
export interface ProcessSystem {
  readonly table: ProcessTable;
  readonly now: Instant;
  /** For how long the machine has been up, in ms. */
  readonly up: number;
  /** Whether there is a process of a number. */
  has(pid: number): boolean;
}

/** How far the two clocks that tell of a start of the machine may be apart, in ms. */
const SLACK = 5 * SECOND;

let table: ProcessTable = process.platform === 'linux' ? linuxProcesses() : NO_TABLE;

const load = loadOnce(async () => {
  const { openProcesses } = await (process.platform === 'win32' ? import('./windows.ts') : import('./darwin.ts'));
  table = await openProcesses();
});

/** To be waited for before a process is looked at: but for Linux, another program has to be found first. */
export const processesReady = async (): Promise<void> => (process.platform === 'linux' ? undefined : load());

const thisSystem = (): ProcessSystem => ({
  table,
  now: instant(Date.now()),
  up: uptime() * SECOND,
  has(pid) {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return codeOf(error) === 'EPERM';
    }
  },
});

/** The mark of a process of this machine, to be kept. */
export async function markOf(pid: number): Promise<ProcessMark> {
  await processesReady();
  return { pid, born: table.birthOf(pid) };
}

/**
 * How the process of a mark stands. Where its start is not known, it has ended for sure if the machine was started
 * since. Waits for nothing: `processesReady` comes first.
 */
export function lifeOf({ pid, born, since }: ProcessMark, system: ProcessSystem = thisSystem()): Life {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !system.has(pid)) {
    return 'ended';
  }
  const recalled = system.table.recall?.(pid);
  const now = recalled === born ? recalled : system.table.birthOf(pid);
  if (now === ENDED) {
    return 'ended';
  }
  if (born !== null && now !== null) {
    return born === now ? 'running' : 'ended';
  }
  return since !== undefined && since < system.now - system.up - SLACK ? 'ended' : 'presumed';
}

/** Whether the process of a mark is still there, or may be. */
export async function isRunning(mark: ProcessMark): Promise<boolean> {
  await processesReady();
  return lifeOf(mark) !== 'ended';
}
