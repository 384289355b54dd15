import { refusal, type Refusal } from '../refusal.ts';
import { fromIso, instant, SECOND } from '../time.ts';
import { fromWall, toWall } from '../wallClock.ts';
import type { Reading, ReadingContext } from './context.ts';
import { clockText, gapText, twiceNote } from './remarks.ts';

const SHAPE = /^\d{4}-\d{1,2}-\d{1,2}[t ]\d/;
const ISO_LETTERS = /^[\d:.,+-]+t[\d:.,+ -]+z?$/;

/**
 * Reads an ISO 8601 date and time with the clock in it, in lower case: with an offset that moment, without one in the
 * zone of the context (TIME.md). A full date is a plain fact, so the past is taken. `undefined` where the text has
 * another shape (a date alone is a day's name), a refusal where it has this one and names no real time.
 */
export function readIso(text: string, context: ReadingContext): Reading | Refusal | undefined {
  const { zone } = context;
  const iso = SHAPE.test(text) ? fromIso(text) : undefined;
  if (!iso) {
    return ISO_LETTERS.test(text)
      ? refusal(
          `"${text}" is not a real date and time. Type 2026-12-01T10:00, or with an offset, 2026-12-01T10:00+02:00.`,
        )
      : undefined;
  }
  if (iso.offset) {
    return { at: iso.at, notes: [] };
  }
  const wall = toWall(iso.at, '+00:00');
  const moment = fromWall(wall, zone);
  if (moment.fit === 'gap') {
    const after = clockText(toWall(moment.at, zone));
    return refusal(`${gapText(wall, zone)}. Type ${after}, the first moment after, or another time.`);
  }
  const at = instant(moment.at + (iso.at - Math.floor(iso.at / SECOND) * SECOND));
  return { at, notes: moment.fit === 'twice' ? [twiceNote(wall, zone)] : [] };
}
