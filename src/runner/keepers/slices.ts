/** For how long work that waits for nothing goes on before others get their turn, in ms. */
const LONGEST = 6;

/** Long work in slices: whatever else this process has to do is never held up for long. */
export class Slices {
  private since = performance.now();

  /** Whether it is the turn of others. */
  get isOver(): boolean {
    return performance.now() - this.since > LONGEST;
  }

  /** Lets others have their turn, then begins a new slice. */
  async next(): Promise<void> {
    await new Promise<void>(resolve => {
      setImmediate(resolve);
    });
    this.since = performance.now();
  }
}
