/** For how many looks at what is open, one after another, closed entries are kept that were read with the rest. */
const LOOKS_KEPT = 10;

/**
 * Says when a reader that stays open begins again with the checkpoint, which leaves closed entries out: otherwise it
 * would hold all that it ever read.
 */
export class Renewal {
  /** How many looks go on before one begins again. */
  private left = Infinity;
  /** How many do so after a look at everything; no limit where there is no checkpoint. */
  private most = Infinity;

  /** Whether this look begins again. `isOpen`: whether it asks for no closed entries. */
  count(isOpen: boolean): boolean {
    this.left = isOpen ? this.left - 1 : this.most;
    return this.left < 0;
  }

  /** Takes note that there is a new checkpoint: the next look begins with it. */
  offer(): void {
    this.left = 0;
    this.most = LOOKS_KEPT;
  }

  /** Takes note whether a look could begin with the checkpoint. Each try that could not cost a look at everything. */
  settle(isUsed: boolean): void {
    this.most = isUsed ? LOOKS_KEPT : this.most * 2;
    this.left = isUsed ? Infinity : this.most;
  }
}
