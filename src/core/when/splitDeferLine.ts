import { emphasisOff } from './deferLines.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import type { Instant } from '../basics/time.ts';
import type { When } from './parseMoment.ts';
import { namesZone } from './clock/zoneSuffix.ts';

/** The longest time at the beginning of a line, in words. */
const MOST_WORDS = 10;

/** What parts a time from what is to be done. */
const PARTING = /^(?:[:,;–—]+|-+>?(?=\s)|→)\s*/;

/** Words that go on with a time: what stands after them belongs to it, or moves it. */
const GOES_ON =
  /^(?:ago|earlier|later|hence|before|after|from|past|prior|since|until|till|today|tonight|yesterday|sharp|o['’]?clock|[ap]\.?m)\b/i;

/** Words that lead from one time to another. */
const LEADS = /^(?:(?:and|or|at|on|by|in|to|through|around|about)\s+)+/i;

/** A time, and what is to be done then. */
export interface DeferTask {
  readonly when: string;
  readonly message: string;
}

/**
 * Splits what stands after `::defer` into its time and what is to be done: the longest beginning that `read` takes
 * wholly for a time counts. Refused, in words to go after "Line 3", where there is none, where it has passed, where
 * nothing is left to be done, and where what follows may belong to the time: `10 minutes ago look` is not in ten
 * minutes.
 */
export async function splitDeferLine(
  text: string,
  now: Instant,
  read: (text: string) => Promise<When | Refusal>,
): Promise<DeferTask | Refusal> {
  const said = emphasisOff(text.trim());
  const ends = [...said.matchAll(/\s+|$/g)].map(({ index }) => index).slice(0, MOST_WORDS);
  let longest: Refusal | undefined;
  for (const end of [...ends].reverse()) {
    const when = said.slice(0, end).replace(/[\s:,;–—-]+$/, '');
    const reading = await read(when);
    if (isRefusal(reading)) {
      longest = reading.why.startsWith(NO_REASON) ? longest : (longest ?? reading);
      continue;
    }
    if (reading.kind === 'instant' && reading.at < now) {
      return refusal('has a time in the past. Give a later one.');
    }
    const rest = said.slice(when.length).trim();
    const [parting = ''] = PARTING.exec(rest) ?? [];
    const message = whole(rest.slice(parting.length).trim());
    if (message === '') {
      return refusal(`has a time but no task. ${WRITE}`);
    }
    const isOpen = LATER.test(when) || (await endsInNumber(when, read)) || (await goesOn(message, parting, read));
    if (parting.startsWith(':') || !isOpen) {
      return { when, message };
    }
    // "today" is now where nothing follows; before a clock time it is the day of that.
    if (!/^today$/i.test(when) || !longest) {
      return UNCLEAR;
    }
  }
  const reading = longest ?? (await read(said.split(/\s+/, 1).join('')));
  return refusal(`does not begin with a time. ${isRefusal(reading) ? reading.why : WRITE}`);
}

/** Begins a refusal that gives no reason. */
const NO_REASON = 'Not a time Defer knows';

/** In "1h later look", the word may go with what is to be done. */
const LATER = /\b(?:later|hence)$/i;

/** In "friday 12 PRs to review", the number may go with what is to be done: the day is a time without it. */
async function endsInNumber(when: string, read: (text: string) => Promise<When | Refusal>): Promise<boolean> {
  const [, day] = /^(.*\D)\s+\d{1,3}$/.exec(when) ?? [];
  return day !== undefined && !/(?:\bat|@)$/i.test(day) && !isRefusal(await read(day));
}

const WRITE = 'Write "::defer 30m Check the build".';

const UNCLEAR = refusal(
  'continues after its time with words that may belong to it, such as "ago", a zone or another time. Put a colon after ' +
    'the time: "::defer 30m: Check the build".',
);

/** Whether a message begins with what may still be a part of the time before it. */
async function goesOn(
  message: string,
  parting: string,
  read: (text: string) => Promise<When | Refusal>,
): Promise<boolean> {
  const [first = ''] = message.toLowerCase().split(/[\s,;:]/, 1);
  if ((parting === '' || parting.startsWith(',')) && (GOES_ON.test(message) || namesZone(first))) {
    return true;
  }
  const rest = message.replace(LEADS, '');
  const ends = [...rest.matchAll(/\s+|$/g)].map(({ index }) => index).slice(0, 3);
  for (const end of ends) {
    const time = rest.slice(0, end).replace(/[,;:]$/, '');
    if (!/^now$/i.test(time) && !isRefusal(await read(time))) {
      return true;
    }
  }
  return false;
}

/** A message without the emphasis round the whole of it; emphasis of its beginning alone stays. */
const whole = (message: string): string => {
  const bare = emphasisOff(message);
  return (message.length - bare.length) % 2 === 0 && message.startsWith(bare, (message.length - bare.length) / 2)
    ? bare
    : message;
};
