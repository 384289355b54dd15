import { isRefusal, type Refusal } from './refusal.ts';
import type { When } from './when.ts';

/** A task and its time, found in one text. */
export interface Split {
  readonly message: string;
  readonly when: When;
  /** False where the words of the time may as well belong to the message: ask. */
  readonly sure: boolean;
}

/** The longest time at the end of a text, in words. */
const MOST_WORDS = 10;

/** Words that lead to a time and belong to neither part. */
const LEADS = /[\s,;:–—-]+(?:at|on|by|for|until|due)?$/i;

/** A time that names an hour, a length or a date is meant as one; a bare `friday` may be what the text is about. */
const EXPLICIT = /\d|\b(?:noon|midnight|tonight|tomorrow|every)\b/i;

/**
 * Splits what a person typed into what is to be done and when: `review the retry semantics tomorrow 9am`. The longest
 * end of the text that `read` takes wholly for a time counts, as far as something is left before it. `undefined` where
 * there is none.
 */
export function splitTask(text: string, read: (time: string) => When | Refusal): Split | undefined {
  if (!isRefusal(read(text))) {
    return undefined;
  }
  const starts = [...text.matchAll(/\S+/g)]
    .map(match => match.index)
    .slice(1)
    .slice(-MOST_WORDS);
  for (const start of starts) {
    const message = text.slice(0, start).trim().replace(LEADS, '').trim();
    const time = text.slice(start);
    const when = read(time);
    if (!isRefusal(when) && message !== '') {
      return { message, when, sure: EXPLICIT.test(time) && !isLead(message) };
    }
  }
  return undefined;
}

/** A message that ends in such a word was cut in the middle: `move the meeting to friday`. */
const isLead = (message: string): boolean =>
  /\b(?:to|from|of|the|in|since|about|before|after|every|and|or)$/i.test(message);
