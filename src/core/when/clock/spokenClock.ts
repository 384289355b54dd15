import { NUMBER, numberOf } from './numberWords.ts';

/** A time of day as it was said: hours and minutes as on a clock with hands, and how far to move from there. */
export interface SpokenClock {
  /** The hour that was named, 0 to 23. */
  readonly hour: number;
  /** Minutes after that hour; negative for `quarter to`. */
  readonly minutes: number;
  /** `a` or `p`, where it was said. */
  readonly half: string | undefined;
  /** Whether only an hour was named, as in `nine`. */
  readonly lone: boolean;
}

const HALF = '(?: ?([ap])\\.?m\\.?)?';
const HOUR = `(${NUMBER}|noon|midday|midnight)`;
const MOVED = new RegExp(
  `^(?:(half)|(?:an? )?(quarter)|(${NUMBER})( minutes?| mins?)?) (past|after|to|till) ${HOUR}(?: ?o'? ?clock)?${HALF}$`,
);
const O_CLOCK = new RegExp(`^(${NUMBER}) ?o'? ?clock${HALF}$`);
const WORDS = new RegExp(`^([a-z]+)(?: (${NUMBER}))?${HALF}$`);

/**
 * Reads a time of day in words, lower case: `half past nine`, `quarter to six`, `ten to six`, `20 past 9`, `9 o'clock`,
 * `nine thirty pm`. `undefined` for anything else, also for `10 to 6`, which may be a stretch of time.
 */
export function readSpokenClock(text: string): SpokenClock | undefined {
  const moved = MOVED.exec(text);
  if (moved) {
    return fromHour(moved);
  }
  const [, named = '', half] = O_CLOCK.exec(text) ?? [];
  const oClock = numberOf(named);
  if (oClock !== undefined) {
    return { hour: oClock, minutes: 0, half, lone: false };
  }
  const [, hourWord = '', minuteWord, halfOfWord] = WORDS.exec(text) ?? [];
  const hour = numberOf(hourWord);
  const minutes = minuteWord === undefined ? 0 : numberOf(minuteWord);
  // "nine five" is no time, "nine fifteen" is.
  const isTime =
    hour !== undefined &&
    hour <= 12 &&
    !/^an?$/.test(hourWord) &&
    minutes !== undefined &&
    (minuteWord === undefined || (minutes >= 10 && minutes < 60 && !/^\d/.test(minuteWord)));
  return isTime
    ? { hour, minutes, half: halfOfWord, lone: minuteWord === undefined && halfOfWord === undefined }
    : undefined;
}

function fromHour(match: RegExpExecArray): SpokenClock | undefined {
  const [, isHalf, quarter, count = '', minutesWord, way = '', named = '', half] = match;
  const to = way === 'to' || way === 'till';
  const minutes = isHalf ? 30 : quarter ? 15 : numberOf(count);
  const hour = named === 'midnight' ? (to ? 24 : 0) : /^(?:noon|midday)$/.test(named) ? 12 : numberOf(named);
  if (
    minutes === undefined ||
    hour === undefined ||
    minutes < 1 ||
    minutes > 59 ||
    (hour > 12 && hour !== 24) ||
    (isHalf && to)
  ) {
    return undefined;
  }
  // `10 to 6`, `20 to 22` and `nine to five` are as well from one number to another; `ten minutes to six` is not.
  const isStretch =
    to && !quarter && !minutesWord && !half && (minutes % 5 !== 0 || (/^\d/.test(count) && /^\d/.test(named)));
  if (isStretch) {
    return undefined;
  }
  return hour === 24
    ? { hour: 23, minutes: 60 - minutes, half: undefined, lone: false }
    : { hour, minutes: to ? -minutes : minutes, half, lone: false };
}
