import { decodeLine } from '../core/codec.ts';
import type { Problem, Row } from '../core/row.ts';
import { digest } from './digest.ts';
import type { Reading, ScheduleLog } from './scheduleLog.ts';

/** A log in an array, with the promises of the one in a file; for previews (`--dry-run`) and tests. */
export class MemoryLog implements ScheduleLog {
  readonly lines: string[];
  readonly tail = undefined;
  private seen = -1;

  constructor(text = '') {
    this.lines = text.split('\n').filter(line => line !== '');
  }

  async *read(): AsyncGenerator<Reading> {
    const fresh = this.seen < 0;
    const from = Math.max(0, this.seen);
    this.seen = this.lines.length;
    if (!fresh && from === this.seen) {
      return;
    }
    const rows: Row[] = [];
    const problems: Problem[] = [];
    for (const [index, line] of this.lines.slice(from).entries()) {
      const decoded = decodeLine(line, from + index + 1, digest);
      rows.push(...(decoded.row ? [decoded.row] : []));
      problems.push(...decoded.problems);
    }
    yield { fresh, rows, problems };
  }

  async append(rows: readonly string[]): Promise<void> {
    this.lines.push(...rows);
  }
}
