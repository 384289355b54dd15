import { existsSync } from 'node:fs';

interface ThreadTimes {
  threadCpuUsage(): { readonly user: number; readonly system: number };
}

/** How much time in ms this thread has worked: what other processes take of the machine does not count. */
const worked = (): number => {
  const { user, system } = (process as unknown as ThreadTimes).threadCpuUsage();
  return (user + system) / 1000;
};

/** The longest work in ms for which nothing else in the extension host had its turn, until a file is there. */
export async function longestBlock(until: string): Promise<number> {
  let [longest, last] = [0, worked()];
  while (!existsSync(until)) {
    for (let turn = 0; turn < 200; turn += 1) {
      await new Promise(done => setImmediate(done));
      const now = worked();
      longest = Math.max(longest, now - last);
      last = now;
    }
  }
  return longest;
}
