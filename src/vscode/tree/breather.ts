/** How many rows are made in one go. Together they hold up the extension host for a few ms. */
const AT_ONCE = 100;

/**
 * Spreads many pieces of work that are started together over several turns of the event loop. Each piece awaits the
 * returned function first. After every `atOnce` calls, the next ones wait until other events were handled.
 */
export function makeBreather(atOnce = AT_ONCE): () => Promise<void> {
  let asked = 0;
  let turn = Promise.resolve();
  return () => {
    asked += 1;
    if (asked % atOnce === 0) {
      turn = turn.then(() => new Promise(resolve => setImmediate(resolve)));
    }
    return turn;
  };
}
