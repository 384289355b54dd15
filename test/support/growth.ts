/** How often each size is tried. The quickest counts: others were held up by something else. */
const TRIES = 5;

/** A shorter time, in ms, is mostly that of the measuring and of collecting garbage. */
const SHORT = 5;

/** How many times as large the larger size is. */
const TIMES = 8;

/** How long this process has worked, in ms. What other processes take of a busy machine does not count. */
const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const quickest = async (work: (size: number) => unknown, size: number): Promise<number> => {
  let best = Infinity;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = worked();
    await work(size);
    best = Math.min(best, worked() - before);
  }
  return best;
};

/**
 * How many times as long a job takes for a size as for an eighth of it: 8 where the time grows with the size, 64 where
 * it grows with its square. A test asserts this in place of a time, which a busy machine would not keep. `size`: a
 * multiple of eight.
 */
export async function growth(work: (size: number) => unknown, size: number): Promise<number> {
  const small = await quickest(work, size / TIMES);
  return (await quickest(work, size)) / Math.max(small, SHORT);
}
