import { isRefusal, type Refusal } from '../basics/refusal.ts';
import type { When } from './parseMoment.ts';

/** A task and its time, found in one text. */
export interface Split {
  readonly message: string;
  readonly when: When;
  /** False where the words of the time may as well belong to the message: ask. */
  readonly sure: boolean;
}

type Read = (time: string) => When | Refusal;

/** A word of the text, and where it stands. */
interface Word {
  readonly from: number;
  readonly to: number;
}

/** The longest time at the end or the beginning of a text, and in the middle of it, in words. */
const MOST_WORDS = 10;
const MOST_WITHIN = 6;

/** Words that lead to a time and belong to neither part. */
const LEADS = /[\s,;:–—-]+(?:at|on|by|for|until|due)?$/i;
/** What parts a time from what is to be done behind it. */
const PARTING = /^[\s,;:–—-]+/;

/** A time that names an hour, a length or a date is meant as one; a bare `friday` may be what the text is about. */
const EXPLICIT = /\d|\b(?:noon|midnight|tonight|tomorrow|every)\b/i;
/** Numbers that may as well be a section, a build or a part: `9a`, `20261224`, `24/12`. */
const DOUBTFUL =
  /^(?:\d{1,2}[ap]|\d{8}|\d{4}-\d{3}|\d{1,2}\/\d{1,2}|\d{1,2}\.\d{1,2}\.|(?:about|around|roughly|~).*)$/i;
/** Words that begin many a sentence, and are a time only rarely. */
const NO_TIME = /^(?:may|mar|march|now|sun|sat|wed|thu|today)$/i;
/** A time that begins so is none of the words that follow. */
const BEGINS = /^(?:in|at|on|by|within|after|tomorrow|tonight|every|next|\+)(?!\w)/i;
/** In "tomorrow 9 checks to run" the number may go with what follows. */
const OPEN_END = /(?<!\bat|@)\s\d{1,3}$/i;
/** Words behind a time that say something of it, or go on with it. */
const GOES_ON = /^(?:ago|before|after|from|to|until|till|since|and|or|is|was|are|were|will|has|had)\b/i;
/** What stands before a time in the middle, where the time is what is asked for. */
const REMIND = /^(?:please )?(?:remind|ping|nudge|wake) me\b/i;
/** Where a time in the middle may begin. */
const WITHIN = /^(?:in|at|on|by|within|next|tomorrow|tonight)$/i;

/**
 * Splits what a person typed into what is to be done and when: `review the retry semantics tomorrow 9am`, `in 30m look
 * at CI`, `remind me tomorrow to update deps`. The longest end of the text that `read` takes wholly for a time counts,
 * else the longest beginning, else a time within; one that is surely meant goes before one that may be a part of the
 * message. `undefined` where there is none. `read` is asked for some dozens of parts, so it should not look for what
 * was meant.
 */
export function splitTask(text: string, read: Read): Split | undefined {
  if (!isRefusal(read(text))) {
    return undefined;
  }
  const words = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({ from: index, to: index + word.length }));
  const found = [atEnd(text, words, read), atStart(text, words, read), afterRemind(text, words, read)];
  const split = found.find(one => one?.sure) ?? found.find(one => one !== undefined) ?? within(text, words, read);
  return split && { ...split, message: withoutRemind(split.message) };
}

function atEnd(text: string, words: readonly Word[], read: Read): Split | undefined {
  for (const { from } of words.slice(1).slice(-MOST_WORDS)) {
    const message = text.slice(0, from).trim().replace(LEADS, '').trim();
    const time = text.slice(from);
    const when = message === '' ? undefined : read(time);
    if (when && !isRefusal(when) && !/^may$/i.test(time.trim())) {
      return { message, when, sure: isExplicit(time) && !isLead(message) };
    }
  }
  return undefined;
}

function atStart(text: string, words: readonly Word[], read: Read): Split | undefined {
  for (const { to } of words.slice(0, -1).slice(0, MOST_WORDS).reverse()) {
    const time = text
      .slice(0, to)
      .trim()
      .replace(/[,;:–—-]+$/, '');
    const rest = text.slice(time.length + text.indexOf(time));
    const message = rest.replace(PARTING, '').trim();
    const isParted = /^\s*[,;:–—-]/.test(rest);
    const when = message === '' || NO_TIME.test(time) || (GOES_ON.test(message) && !isParted) ? undefined : read(time);
    if (when && !isRefusal(when)) {
      return { message, when, sure: isExplicit(time) && (isParted || (BEGINS.test(time) && !OPEN_END.test(time))) };
    }
  }
  return undefined;
}

/** `remind me tomorrow to update deps`: the time is meant, whatever it is. */
function afterRemind(text: string, words: readonly Word[], read: Read): Split | undefined {
  const [head] = REMIND.exec(text) ?? [];
  const start = head === undefined ? -1 : words.findIndex(({ from }) => from >= head.length);
  const [first] = words.slice(start, start + 1);
  if (start < 0 || !first) {
    return undefined;
  }
  for (const { to } of words.slice(start, -1).slice(0, MOST_WORDS).reverse()) {
    const message = text
      .slice(to)
      .replace(PARTING, '')
      .replace(/^(?:to|that|about) /i, '')
      .trim();
    const when = message === '' ? undefined : read(text.slice(first.from, to).replace(/[,;:]+$/, ''));
    if (when && !isRefusal(when)) {
      return { message, when, sure: true };
    }
  }
  return undefined;
}

/** `call Bob tomorrow about the lease`: only where a word leads to the time, and never surely. */
function within(text: string, words: readonly Word[], read: Read): Split | undefined {
  for (const [index, { from, to: end }] of words.entries()) {
    const before = text.slice(0, from).trim();
    if (
      index === 0 ||
      !WITHIN.test(text.slice(from, end).replace(/,$/, '')) ||
      isLead(before) ||
      /\b(?:an?|my|our)$/i.test(before)
    ) {
      continue;
    }
    for (const { to } of words.slice(index, -1).slice(0, MOST_WITHIN).reverse()) {
      const when = read(text.slice(from, to).replace(/[,;:]+$/, ''));
      if (!isRefusal(when)) {
        return { message: `${before} ${text.slice(to).trim()}`, when, sure: false };
      }
    }
  }
  return undefined;
}

const isExplicit = (time: string): boolean => EXPLICIT.test(time) && !DOUBTFUL.test(time.trim());

/** A message that ends in such a word was cut in the middle: `move the meeting to friday`. */
const isLead = (message: string): boolean =>
  /\b(?:to|from|of|the|in|since|about|before|after|every|and|or)$/i.test(message);

const withoutRemind = (message: string): string =>
  message.replace(/^(?:please )?remind me (?:to|that|about) (?=\S)/i, '');
