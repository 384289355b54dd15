import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import { fromIso, instant, SECOND, type IsoTime } from '../../basics/time.ts';
import { fromWall, toWall, clockText } from '../../basics/wallClock.ts';
import type { Reading, ReadingContext } from '../readingContext.ts';
import { ISO_DATE, isoDay } from '../day/isoDate.ts';
import { gapText, twiceNote } from '../remarks.ts';
import { isoDateText } from '../../basics/dateText.ts';

const USUAL = /^\d{4}-\d{1,2}-\d{1,2}[t ]\d/;
const ISO = new RegExp(
  `^(${ISO_DATE})t(\\d\\d)(?::(\\d\\d)(?::(\\d\\d)([.,]\\d+)?)?|(\\d\\d)(?:(\\d\\d)([.,]\\d+)?)?)? ?(z|[+-]\\d\\d(?::?\\d\\d)?)?$`,
);

/**
 * Reads an ISO 8601 date and time with the clock in it, in lower case, `2026-12-01t10:00`, `20261201t1000z`,
 * `2026-w49-2t10`: with an offset that moment, without one in the zone of the context. A full date is a plain
 * fact, so the past is taken. `undefined` where the text has another shape (a date alone is a day's name), a refusal
 * where it has this one and names no real time.
 */
export function readIso(text: string, context: ReadingContext): Reading | Refusal | undefined {
  const { zone } = context;
  const compact = ISO.exec(text);
  const iso = (USUAL.test(text) ? fromIso(text) : undefined) ?? (compact ? fromParts(compact) : undefined);
  if (!iso) {
    return compact
      ? refusal(
          l10n.t(
            '"{0}" is not a real date and time. Type 2026-12-01T10:00, or with an offset, 2026-12-01T10:00+02:00.',
            text,
          ),
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
    return refusal(l10n.t('{0}. Type {1}, the first moment after, or another time.', gapText(wall, zone), after));
  }
  const at = instant(moment.at + (iso.at - Math.floor(iso.at / SECOND) * SECOND));
  return { at, notes: moment.fit === 'twice' ? [twiceNote(wall, zone)] : [] };
}

/** Makes the moment from the parts of a shorter ISO form. */
function fromParts(parts: RegExpExecArray): IsoTime | undefined {
  const [, written = '', hour = '', ...rest] = parts;
  const [minute, second, fraction, packedMinute, packedSecond, packedFraction, offset = ''] = rest;
  const date = isoDay(written);
  const clock = `${hour}:${minute ?? packedMinute ?? '00'}:${second ?? packedSecond ?? '00'}${fraction ?? packedFraction ?? ''}`;
  const day = date && isoDateText(date);
  return day === undefined ? undefined : fromIso(`${day}T${clock}${offset}`);
}
