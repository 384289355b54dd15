const NEWLINE = 10;

export const MIB = 1024 * 1024;

/** How long a line may be, in bytes. */
export const LONGEST_LINE = 10 * MIB;

/**
 * Cuts what a client writes into lines, however the pieces fall. It gives `undefined` for a line that is too long, and
 * keeps nothing of it in memory. The splitter of schedules (`store/log/lineSplitter.ts`) is loaded at activation and
 * may not grow, so this one stands apart.
 */
export class MessageLines {
  private pieces: Buffer[] = [];
  private bytes = 0;

  /** Takes the next piece, and gives the lines that it ends. */
  feed(piece: Buffer): (string | undefined)[] {
    const lines: (string | undefined)[] = [];
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      this.keep(piece.subarray(start, end));
      lines.push(this.finish());
      start = end + 1;
    }
    this.keep(piece.subarray(start));
    return lines;
  }

  /** Gives the line that has begun, and begins another. */
  finish(): string | undefined {
    const line = this.bytes > LONGEST_LINE ? undefined : Buffer.concat(this.pieces).toString('utf8');
    this.pieces = [];
    this.bytes = 0;
    return line;
  }

  private keep(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes > LONGEST_LINE) {
      this.pieces = [];
    } else if (piece.length > 0) {
      this.pieces.push(piece);
    }
  }
}
