import { MAX_LINE_BYTES } from '../../core/rows/row.ts';

/** One line of a file; `undefined` text for one over the limit, which is not kept. */
export interface Line {
  readonly text: string | undefined;
  readonly number: number;
}

const NEWLINE = 10;

/** With room for a byte order mark and a carriage return, which are no part of the row. */
const LIMIT = MAX_LINE_BYTES + 4;

/**
 * Cuts a stream of bytes into lines, however the pieces fall, and keeps no line that is over the limit, so that one
 * endless line costs no memory.
 */
export class LineSplitter {
  private rest: Buffer[] = [];
  private restBytes = 0;
  private number: number;

  /** `number` is that of the first line, counted from 1. */
  constructor(number = 1) {
    this.number = number;
  }

  /** The number of the line that is not finished yet. */
  get nextNumber(): number {
    return this.number;
  }

  /** How many bytes at the end of what was fed belong to no finished line. */
  get pending(): number {
    return this.restBytes;
  }

  /** Takes the next piece and gives the lines it finished. */
  feed(piece: Buffer): Line[] {
    const end = piece.lastIndexOf(NEWLINE);
    if (end < 0) {
      this.keep(piece);
      return [];
    }
    const lines: Line[] = [];
    let start = 0;
    if (this.restBytes > 0) {
      start = piece.indexOf(NEWLINE) + 1;
      lines.push(this.finish(piece.subarray(0, start - 1)));
    }
    if (start <= end) {
      for (const text of piece.toString('utf8', start, end).split('\n')) {
        lines.push({ text, number: this.number++ });
      }
    }
    this.keep(piece.subarray(end + 1));
    return lines;
  }

  /** The unfinished line at the end, if there is one. Feeding may go on after. */
  peek(): Line | undefined {
    return this.restBytes === 0 ? undefined : { text: this.restText([]), number: this.number };
  }

  private keep(piece: Buffer): void {
    this.restBytes += piece.length;
    if (this.restBytes > LIMIT) {
      this.rest = [];
    } else if (piece.length > 0) {
      this.rest.push(Buffer.from(piece));
    }
  }

  private finish(last: Buffer): Line {
    this.restBytes += last.length;
    const line = { text: this.restText([last]), number: this.number++ };
    this.rest = [];
    this.restBytes = 0;
    return line;
  }

  private restText(more: readonly Buffer[]): string | undefined {
    return this.restBytes > LIMIT ? undefined : Buffer.concat([...this.rest, ...more]).toString('utf8');
  }
}
