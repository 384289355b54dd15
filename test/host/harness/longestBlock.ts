import { existsSync } from 'node:fs';
import { performance, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';

interface ThreadTimes {
  threadCpuUsage(): { readonly user: number; readonly system: number };
}

/** How much time in ms this thread has worked: what other processes take of the machine does not count. */
const worked = (): number => {
  const { user, system } = (process as unknown as ThreadTimes).threadCpuUsage();
  return (user + system) / 1000;
};

/** Blocks that are shorter are not looked at any further, in ms. */
const SHORT = 5;

/** A time for which nothing else in the extension host had its turn. */
interface Block {
  /** When it was, in ms since the process began. */
  readonly from: number;
  readonly to: number;
  readonly work: number;
}

/** The longest of them, in ms. */
export interface Blocks {
  /** All work, the collecting of garbage included. */
  readonly longest: number;
  /** Work, without the collecting of garbage. */
  readonly work: number;
  /** One collection of garbage. Most of it is the system's, where a machine hands out memory slowly. */
  readonly garbage: number;
}

/** The longest times for which nothing else in the extension host had its turn, until a file is there. */
export async function longestBlock(until: string): Promise<Blocks> {
  const collections: PerformanceEntry[] = [];
  const observer = new PerformanceObserver(list => collections.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  const blocks: Block[] = [];
  let longest = 0;
  let [from, before] = [performance.now(), worked()];
  while (!existsSync(until)) {
    for (let turn = 0; turn < 200; turn += 1) {
      await new Promise(done => setImmediate(done));
      const [to, now] = [performance.now(), worked()];
      longest = Math.max(longest, now - before);
      if (now - before > SHORT) blocks.push({ from, to, work: now - before });
      [from, before] = [to, now];
    }
  }
  collections.push(...observer.takeRecords());
  observer.disconnect();
  const ownWork = (block: Block): number =>
    block.work -
    collections
      .filter(({ startTime, duration }) => startTime < block.to && startTime + duration > block.from)
      .reduce((sum, { duration }) => sum + duration, 0);
  return {
    longest,
    work: Math.max(0, ...blocks.map(ownWork)),
    garbage: Math.max(0, ...collections.map(({ duration }) => duration)),
  };
}
