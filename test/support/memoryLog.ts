import { decodeLine } from '../../src/core/rows/codec.ts';
import type { Writer } from '../../src/core/rows/change.ts';
import { ArchiveSelection } from '../../src/core/fold/tombstone.ts';
import { refuseLongRows } from '../../src/store/log/append.ts';
import { decodeLines } from '../../src/store/log/decodeLines.ts';
import { digest } from '../../src/store/disk/digest.ts';
import type { Archived, ArchiveRequest, Reading, ScheduleLog } from '../../src/store/log/scheduleLog.ts';

/** A log in an array, with the promises of the one in a file. */
export class MemoryLog implements ScheduleLog {
  readonly lines: string[];
  /** The rows of archived entries. */
  readonly archived: string[] = [];
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

  async archive(request: ArchiveRequest, writer: Writer): Promise<Archived> {
    const leaving = new ArchiveSelection<number>(request, writer);
    for (const [index, text] of this.lines.entries()) {
      const { row } = decodeLine(text, index + 1, digest);
      if (row) {
        leaving.add(row, index);
      }
    }
    const leavers = leaving.leavers();
    const stays = new Map<number, readonly string[]>();
    for (const { places, tombstone } of leavers) {
      this.archived.push(...places.map(place => this.lines[place] ?? '').filter(line => !this.archived.includes(line)));
      for (const place of places) {
        stays.set(place, place === places.at(-1) ? [tombstone] : []);
      }
    }
    if (leavers.length > 0) {
      this.lines.splice(0, Infinity, ...this.lines.flatMap((line, index) => stays.get(index) ?? [line]));
      this.seen = -1;
    }
    return { ids: leavers.map(({ id }) => id), files: leavers.length > 0 ? ['archive'] : [] };
  }

  async append(rows: readonly string[]): Promise<void> {
    refuseLongRows(rows);
    this.lines.push(...rows);
  }
}
