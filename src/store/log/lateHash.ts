import { createHash, type Hash } from 'node:crypto';

/** How many bytes are kept as they are, at most. */
const KEPT = 64 * 1024;

/**
 * A SHA-256 that begins once it is asked for, or there are too many bytes to keep: whoever looks at a short schedule
 * once needs none, and `node:crypto` takes as long to load as the schedule to read.
 */
export class LateHash {
  private parts: Buffer[] = [];
  private size = 0;
  private hash: Hash | undefined;

  update(bytes: Buffer): void {
    this.size += bytes.length;
    if (this.hash || this.size > KEPT) {
      this.begun().update(bytes);
    } else {
      // The caller reads on into the same buffer.
      this.parts.push(Buffer.from(bytes));
    }
  }

  copy(): LateHash {
    const copy = new LateHash();
    copy.size = this.size;
    copy.parts = [...this.parts];
    copy.hash = this.hash?.copy();
    return copy;
  }

  /** 64 hex digits of all bytes so far; more may follow. */
  digest(): string {
    return this.begun().copy().digest('hex');
  }

  private begun(): Hash {
    this.hash ??= this.parts.reduce((hash, part) => hash.update(part), createHash('sha256'));
    this.parts = [];
    return this.hash;
  }
}
