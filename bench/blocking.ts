/** Runs a job and tells the longest time, in ms, in which nothing else got its turn. */
export async function longestBlock(job: () => Promise<unknown>): Promise<number> {
  let [longest, last, over] = [0, performance.now(), false];
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) {
      setImmediate(tick);
    }
  };
  setImmediate(tick);
  await job();
  tick();
  over = true;
  return longest;
}
