import { decodeLine, tooLong } from '../../core/rows/codec.ts';
import type { Problem, Row } from '../../core/rows/row.ts';
import { digest } from '../disk/digest.ts';
import type { Line } from './lineSplitter.ts';

/** What finished lines say: their rows, and what is wrong with them, both in order. */
export function decodeLines(lines: readonly Line[]): { rows: Row[]; problems: Problem[] } {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  for (const { text, number } of lines) {
    const decoded = text === undefined ? tooLong(number) : decodeLine(text, number, digest);
    if (decoded.row) {
      rows.push(decoded.row);
    }
    problems.push(...decoded.problems);
  }
  return { rows, problems };
}
