/**
 * How long a test waits for something, in ms. The limit ends tests that hang; it does not find slow ones. To open a
 * window has taken more than a minute on a busy machine with two cores.
 */
export const PATIENCE = 180_000;

let react: (what: string) => Promise<void> = async () => undefined;

/** Sets what happens when a test gives up waiting, while its windows are still open. */
export const whenGivenUp = (reaction: typeof react): void => void (react = reaction);

/**
 * Reads until what was read is good, and answers with it; throws with the last reading after `within` milliseconds.
 * @param what What is waited for, in the words of the failure.
 */
export const waitFor = async <Reading>(
  what: string,
  read: () => Promise<Reading>,
  isGood: (reading: Reading) => boolean = Boolean,
  within = PATIENCE,
): Promise<Reading> => {
  const deadline = Date.now() + within;
  // Asking costs the window time of its own: what takes longer is asked for less often.
  for (let pause = 25; ; pause = Math.min(250, pause * 1.2)) {
    const reading = await read();
    if (isGood(reading)) return reading;
    if (Date.now() > deadline) {
      if (within === PATIENCE) await react(what);
      throw new Error(`Waited ${within} ms for ${what}. Last seen: ${JSON.stringify(reading, null, 1)}`);
    }
    await new Promise(done => setTimeout(done, pause));
  }
};
