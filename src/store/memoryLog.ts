import { refuseLongRows } from './append.ts';
import { decodeLines } from './decodeLines.ts';
import type { Reading, ScheduleLog } from './scheduleLog.ts';

/** A log in an array, with the promises of the one in a file; for previews (`--dry-run`) and tests. */
export class MemoryLog implements ScheduleLog {
  readonly lines: string[];
  readonly tail = undefined;
  private seen = -1;

  constructor(text = '') {
    this.lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  }

  async *read(): AsyncGenerator<Reading> {
    const fresh = this.seen < 0;
    const from = Math.max(0, this.seen);
    this.seen = this.lines.length;
    if (!fresh && from === this.seen) {
      return;
    }
    const lines = this.lines.slice(from).map((text, index) => ({ text, number: from + index + 1 }));
    yield { fresh, ...decodeLines(lines) };
  }

  async append(rows: readonly string[]): Promise<void> {
    refuseLongRows(rows);
    this.lines.push(...rows);
  }
}
