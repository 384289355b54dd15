import { isRefusal, type Refusal } from '../basics/refusal.ts';

/** How parts of a text are read. */
export interface TroubleReader {
  /** Whether a text is a time by itself; `why` is given only where there is a reason. */
  readonly read: (text: string) => 'time' | 'unknown' | Refusal;
  /** The refusal of a time that has passed; undefined for every other text. */
  readonly past: (text: string) => Refusal | undefined;
}

/** What keeps a text from being a task with a time. */
export type Trouble = Readonly<{ kind: 'only a time' }> | Readonly<{ kind: 'no such time'; why: string }>;

/** How many words at an end of a text are looked at. */
const MOST_WORDS = 5;

/** Texts that are written like a time. A bare number is not: it may be the number of a document. */
const AS_TIME = /\d:\d|\d{4}-\d|\d ?[ap]\.?m\b|^(?:at|on|by|due|until|today|tomorrow)\b|\btoday$/i;

/** Words for a time in the past. */
const PAST = /^(?:yesterday|last |.* ago$)/i;

/**
 * What is wrong with the time in a text in which none was found: the text is only a time, or begins or ends with
 * something that is written like a time and is none: `pay the bill at 25:00`, `meet 2026-02-30`, `deploy yesterday`.
 * Undefined where no part looks like one.
 */
export function troubleWith(text: string, { read, past }: TroubleReader): Trouble | undefined {
  const words = text.trim().split(/\s+/);
  if (text.trim() === '') {
    return undefined;
  }
  if (read(text) === 'time') {
    return { kind: 'only a time' };
  }
  const most = Math.min(MOST_WORDS, words.length);
  for (let length = most; length > 0; length -= 1) {
    for (const part of [words.slice(-length), words.slice(0, length)].map(some => some.join(' '))) {
      const found = read(part);
      const why = found === 'unknown' && PAST.test(part) ? past(part) : found;
      if (typeof why === 'object' && isRefusal(why) && (AS_TIME.test(part) || found === 'unknown')) {
        return { kind: 'no such time', why: why.why };
      }
    }
  }
  return undefined;
}
