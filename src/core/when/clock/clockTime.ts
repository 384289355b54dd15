import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import type { DayHours, DaypartName, TimeOfDay } from '../readingContext.ts';
import { readSpokenClock } from './spokenClock.ts';
import { clockText } from '../../basics/wallClock.ts';

/** A time of day as it was written. */
export interface ClockTime extends TimeOfDay {
  readonly second: number;
  /** The words it was written in, for the reading. */
  readonly said: string;
  /** Written in digits, so that it must exist on that day. */
  readonly typed: boolean;
  /** Midnight of the day named: the end of today and tonight, the start of any other day. */
  readonly midnight: boolean;
  readonly notes: readonly string[];
}

/** `morning`, `afternoon`, `evening`, `night`: what the word means alone, and the hours that belong to it. */
export interface Daypart {
  readonly name: DaypartName;
  readonly hour: number;
  readonly from: number;
  readonly to: number;
}

export const MORNING: Daypart = { name: 'morning', hour: 9, from: 0, to: 11 };

/** The parts of a day, with the hours they stand for where the settings do not say otherwise. */
export const DAYPARTS: readonly Daypart[] = [
  MORNING,
  { name: 'afternoon', hour: 15, from: 12, to: 18 },
  { name: 'evening', hour: 18, from: 16, to: 23 },
  { name: 'night', hour: 20, from: 18, to: 23 },
];

/** The time of day that a daypart stands for: the setting's, else the usual one. */
export const timeOf = ({ name, hour }: Daypart, hours: DayHours): TimeOfDay => hours[name] ?? { hour, minute: 0 };

/** The hour of the end of a working day: `eod`, `eow`, `eom`. */
export const END_OF_DAY: TimeOfDay = { hour: 17, minute: 0 };

const CLOCK = /^(\d{1,2})(?:([:.]?)(\d{2})(?::(\d{2}))?)? ?(?:([ap])\.?m\.?|(?<=\d)([ap]))?$/;

const word = (said: string, { hour, minute }: TimeOfDay, midnight = false): ClockTime => ({
  hour,
  minute,
  second: 0,
  said,
  typed: false,
  midnight,
  notes: [],
});

/** A time of day that a word stands for. */
function clockOfWord(text: string): ClockTime | undefined {
  if (/^(?:12 )?(?:noon|midday|mid-day)$/.test(text)) {
    return word('noon', { hour: 12, minute: 0 });
  }
  if (/^(?:12 )?midnight$/.test(text)) {
    return word('midnight', { hour: 0, minute: 0 }, true);
  }
  return /^(?:eod|cob|eob|close of business|(?:the )?end of (?:the )?(?:working |business )?day|end of business)$/.test(
    text,
  )
    ? word('end of day', END_OF_DAY)
    : undefined;
}

/** A time of day that nobody wrote: the setting's morning, a daypart's hour. */
export const impliedClock = (time: TimeOfDay): ClockTime => word(clockText({ ...time, second: 0 }), time);

/** A clock time as it stands in the text: the hour named, and how far from it. */
interface Written {
  readonly hour: number;
  /** Minutes after the hour; negative for `quarter to`. */
  readonly minutes: number;
  readonly second: number;
  /** `a` or `p`, where it was written. */
  readonly half: string | undefined;
  /** Nothing but an hour: `9`, `nine`. */
  readonly lone: boolean;
  /** Read only beside a day or after `at`: `9`, `930`, `9.30`, which may be other things. */
  readonly loose: boolean;
  /** Morning and afternoon are both likely where nobody says: an hour from 1 to 6 without a zero before it. */
  readonly early: boolean;
}

/**
 * Reads `3pm`, `3:30 PM`, `14:30`, `14:30:20`, `1430`, `10.30am`, `930am`, `9a`, `noon`, `midnight`, `eod`, `half past
 * nine`, in lower case. A lone hour (`9`), `930` and `9.30` are read only with `loose`. A daypart beside it ("8" of "8
 * in the evening") settles morning or afternoon. `undefined` where it is no clock time, a refusal where it looks like
 * one and cannot be.
 */
export function readClock(text: string, part: Daypart | undefined, loose: boolean): ClockTime | Refusal | undefined {
  const said = clockOfWord(text);
  if (said) {
    return said;
  }
  const written = readDigits(text) ?? readWords(text);
  if (!written || (written.loose && !loose && !(part && written.lone))) {
    return undefined;
  }
  const { half, minutes, second, lone } = written;
  const named = hourOfDay(written.hour, half, part);
  if (named === undefined || minutes > 59 || second > 59) {
    // "friday 24" may be the day.
    return lone && written.loose && written.hour >= 24
      ? undefined
      : refusal(l10n.t('"{0}" is not a time of day. Type 3pm, 3:30pm, 15:30, noon or midnight.', text));
  }
  const inDay = (named * 60 + minutes + 24 * 60) % (24 * 60);
  const [hour, minute] = [Math.floor(inDay / 60), inDay % 60];
  if (part && (hour < part.from || hour > part.to)) {
    return refusal(
      l10n.t('"{0}" is not in the {1}. Give the day and the clock time alone, such as tomorrow 3pm.', text, part.name),
    );
  }
  const guess = half === undefined && !part && written.early;
  if (guess && minutes === 0 && lone) {
    return refusal(l10n.t('Is {0} in the morning or the afternoon? Type {1}am or {2}pm.', text, named, named));
  }
  const afternoon = `${clockText({ hour: hour % 12 || 12, minute, second }).replace(/^0/, '')}pm`;
  const notes = guess ? [l10n.t('read on the 24-hour clock; for the afternoon type {0}', afternoon)] : [];
  return { hour, minute, second, said: text, typed: true, midnight: false, notes };
}

function readDigits(text: string): Written | undefined {
  const match = CLOCK.exec(text);
  if (!match) {
    return undefined;
  }
  const [, hours = '', mark, minutes, seconds, meridiem, letter] = match;
  const half = meridiem ?? letter;
  const packed = minutes !== undefined && mark === '';
  const dotted = minutes !== undefined && mark === '.';
  if ((packed || dotted) && seconds !== undefined) {
    return undefined;
  }
  return {
    hour: Number(hours),
    minutes: Number(minutes ?? 0),
    second: Number(seconds ?? 0),
    half,
    lone: minutes === undefined && half === undefined,
    loose: half === undefined && (minutes === undefined || dotted || (packed && hours.length === 1)),
    early: /^[1-6]$/.test(hours),
  };
}

function readWords(text: string): Written | undefined {
  const spoken = readSpokenClock(text);
  return (
    spoken && {
      ...spoken,
      second: 0,
      loose: spoken.lone,
      // `six o'clock` is as open as `6`; `half past one` is read and remarked upon.
      lone: spoken.minutes === 0 && spoken.half === undefined,
      early: isEarly(Math.floor((spoken.hour * 60 + spoken.minutes) / 60)),
    }
  );
}

const isEarly = (hour: number): boolean => hour >= 1 && hour <= 6;

/** The hour from 0 to 23, or `undefined` for one that no clock shows. */
function hourOfDay(hour: number, half: string | undefined, part: Daypart | undefined): number | undefined {
  if (half !== undefined) {
    return hour >= 1 && hour <= 12 ? (hour % 12) + (half === 'p' ? 12 : 0) : undefined;
  }
  if (part && part.name !== 'morning' && hour < 12) {
    return hour + 12;
  }
  return hour < 24 ? hour : undefined;
}
