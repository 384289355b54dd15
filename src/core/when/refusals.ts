import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../basics/refusal.ts';
import { examples } from './readingContext.ts';
import { readSpan } from './clock/duration.ts';
import { nearestExample, readablePart, respelled } from './nearMiss.ts';
import { areTwoDays } from './day/numericDate.ts';
import { withoutZone, zoneRefusal } from './clock/zoneSuffix.ts';

/** Whether a text in lower case is a time by itself. */
type Reads = (text: string) => boolean;

const past = (): string =>
  l10n.t('That is in the past. Type 30m or tomorrow 9am; if you mean the past, a full date, such as 2026-04-07T09:00.');
const long = (): string => l10n.t('That is more than one day. Name one day: next monday, 1w, 1 dec or 2026-12-01.');
const vague = (): string => l10n.t('That is too vague. Type 30m, 2h, tonight, tomorrow or friday 9am.');
const stretch = (): string => l10n.t('That is a span of time. Type the moment it starts, such as 3pm.');
const twoDays = (): string =>
  l10n.t('It is unclear which number is the day and which the month. Type 2026-11-12 or 12 nov 2026.');
const shortYear = (): string => l10n.t('A year needs four digits. Type 2026-12-24 or 24 dec 2026.');

const UNIT = '(?:business |working )?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)';
const VAGUE_WORDS = new RegExp(
  `^(?:any ?time|some ?time|some ?day|eventually|whenever|asap|as soon as possible|soon|later(?: on)?|shortly|(?:in |for |after )?(?:a |the )?(?:little |short |long )?(?:while|bit|moment)(?: later)?|(?:in |within |after )?(?:a |the next )?(?:few|couple(?: of)?|several|some)(?: more)? ${UNIT}(?: from now| later)?)(?: (?:today|tonight|tomorrow|(?:this|next) (?:week|month|year)))?$`,
);
const LONG_WORDS =
  /(?:(?:on |over |at )?(?:the |this |next )?weekend|(?:in )?(?:the )?(?:next|this) (?:month|quarter|year)|this week)/;
const DATE = /(?:^|[ (])(\d{1,2})([./-])(\d{1,2})(?:\2(\d{2}|\d{4})|\.)?(?=$|[ ),])/;

/**
 * Says why a text about time, in lower case with single spaces, is none that Defer knows, and what to type instead. A
 * reason is given only where it is certain: with the part that makes it so replaced, the text has to be a time. Else it
 * is given back as it was typed, with the nearest thing that is a time.
 */
export function refuseText(text: string, typed: string, reads: Reads): Refusal {
  const bare = withoutZone(text);
  if (bare !== undefined && (reads(bare) || reads(bare.replace(/ ?\(?$/, '')))) {
    return zoneRefusal();
  }
  const count = /^(?:in |at |\+ ?)?(\d{1,4}(?:\.\d{1,4})?)$/.exec(text)?.[1];
  if (count !== undefined) {
    return refuseCount(count);
  }
  const why = REASONS.find(([isSo]) => isSo(text, reads))?.[1];
  return why === undefined ? unknown(text, typed, reads) : refusal(why());
}

function refuseCount(count: string): Refusal {
  const [, hour, minute] = /^(\d{1,2})\.(\d\d)$/.exec(count) ?? [];
  if (hour !== undefined && minute !== undefined && Number(hour) < 24 && Number(minute) < 60) {
    return refusal(
      l10n.t('Is {0} a clock time or a number of hours? Type {1}:{2} or {3}h.', count, hour, minute, count),
    );
  }
  const clock = /^(?:[1-9]|1[0-2])$/.test(count) ? `, ${count}am, ${count}pm` : '';
  return refusal(l10n.t('{0} what? Type {1}m, {2}h{3} or a clock time such as 15:30.', count, count, count, clock));
}

const REASONS: readonly (readonly [isSo: (text: string, reads: Reads) => boolean, why: () => string])[] = [
  [isPast, past],
  [text => VAGUE_WORDS.test(text), vague],
  [(text, reads) => LONG_WORDS.test(text) && reads(text.replace(LONG_WORDS, 'tomorrow')), long],
  [hasTwoDays, twoDays],
  [hasShortYear, shortYear],
  [isStretch, stretch],
];

/** The refusal of a time that has passed; undefined for any other text, in lower case. */
export const pastRefusal = (text: string, reads: Reads): Refusal | undefined =>
  isPast(text, reads) ? refusal(past()) : undefined;

/** `10 minutes ago`, `yesterday at 3pm`, `last friday`: put ahead, it is a time. */
function isPast(text: string, reads: Reads): boolean {
  if (text.startsWith('-')) {
    return reads(text.replace(/^- ?/, ''));
  }
  const length = /^(.*) (?:ago|before now)$/.exec(text)?.[1];
  if (length !== undefined) {
    return reads(`in ${length}`);
  }
  if (/^(?:earlier|before) (?:today|this (?:morning|week|month))$/.test(text)) {
    return true;
  }
  const ahead = text
    .replace(/\b(?:the )?day before yesterday\b/, 'day after tomorrow')
    .replace(/\byesterday\b/, 'tomorrow')
    .replace(/\b(?:last|past) (?:night|evening)\b/, 'tonight')
    .replace(/\b(?:last|previous|past) (?:month|quarter|year|weekend|morning|afternoon)\b/, 'tomorrow')
    .replace(/\b(?:last|previous|past)\b/, 'next');
  return ahead !== text && reads(ahead);
}

/** Each of the two numbers may be the day, and with another date the text is a time. */
function hasTwoDays(text: string, reads: Reads): boolean {
  const [, first, mark, second, year] = DATE.exec(text) ?? [];
  return (
    year?.length !== 2 &&
    (mark !== '-' || year !== undefined) &&
    areTwoDays(Number(first), Number(second)) &&
    reads(withDate(text))
  );
}

function hasShortYear(text: string, reads: Reads): boolean {
  const [, first, mark, second, year] = DATE.exec(text) ?? [];
  const [one, two] = [Number(first), Number(second)];
  // 10.30.15 may be a time of day.
  const isDate = (one <= 31 && two <= 12) || (mark !== '.' && one <= 12 && two <= 31);
  return year?.length === 2 && isDate && reads(withDate(text));
}

const withDate = (text: string): string => text.replace(DATE, found => `${/^[ (]/.exec(found)?.[0] ?? ''}tomorrow`);

/** `3pm to 5pm`, `2-3 hours`, `mon 9-10`: both ends are times, as far as each lends the other its words. */
function isStretch(text: string, reads: Reads): boolean {
  const [, from = '', to = ''] =
    /^(?:from |between )?(.+?)(?: ?[-–—] ?| to | until | till | and )(.+)$/.exec(text) ?? [];
  // "10 to 6" may be ten minutes before six, "3-5" a date.
  if (
    from === '' ||
    /^\d?[05] to |^\d+ ?[-–—] ?\d+$/.test(text) ||
    (/ and /.test(text) && !text.startsWith('between '))
  ) {
    return false;
  }
  const tail = /^[\d:.]+( ?[a-z]+(?: .*)?)$/.exec(to)?.[1] ?? '';
  const head = /^(.* )\S+$/.exec(from)?.[1] ?? '';
  const isTime = (time: string, other: string): boolean =>
    reads(time) || (/^(?:1?\d|2[0-3])$/.test(time) && /^\d/.test(other));
  // A date and a time of day, joined.
  if (/^\d+[/.][\d/.]+$/.test(from) && /^\d{1,2}:/.test(to)) {
    return false;
  }
  // "4pm - 3 days" is from nowhere to nowhere.
  const isLength = (time: string): boolean => readSpan(time) !== undefined;
  if (isLength(to) !== (isLength(from) || isLength(`${from}${tail}`))) {
    return false;
  }
  return (isTime(from, to) || reads(`${from}${tail}`)) && (isTime(to, from) || reads(`${head}${to}`));
}

/** Not certain why: names what was probably meant, or what comes nearest. */
function unknown(text: string, typed: string, reads: Reads): Refusal {
  const said = l10n.t('Not a time Defer knows: "{0}".', typed.replace(/\p{C}/gu, ''));
  const meant = respelled(text);
  if (meant !== undefined && reads(meant)) {
    return refusal(l10n.t('{0} Did you mean "{1}"?', said, meant));
  }
  const nearest = readablePart(text, reads) ?? nearestExample(text);
  return refusal(`${said} ${nearest === undefined ? '' : `${l10n.t('The nearest is "{0}".', nearest)} `}${examples()}`);
}
