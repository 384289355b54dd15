import { refusal, type Refusal } from '../refusal.ts';
import type { DayHours, DaypartName, TimeOfDay } from './context.ts';
import { clockText } from './remarks.ts';

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

const CLOCK = /^(\d{1,2})(?:(:?)(\d{2})(?::(\d{2}))?)? ?(?:([ap])\.?m\.?)?$/;

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
  if (/^(?:noon|midday)$/.test(text)) {
    return word('noon', { hour: 12, minute: 0 });
  }
  if (text === 'midnight') {
    return word('midnight', { hour: 0, minute: 0 }, true);
  }
  return /^(?:eod|cob|(?:the )?end of (?:the )?day)$/.test(text) ? word('end of day', END_OF_DAY) : undefined;
}

/** A time of day that nobody wrote: the setting's morning, a daypart's hour. */
export const impliedClock = (time: TimeOfDay): ClockTime => word(clockText({ ...time, second: 0 }), time);

/**
 * Reads `3pm`, `3:30 PM`, `14:30`, `14:30:20`, `1430`, `noon`, `midnight`, `eod`, in lower case. A lone hour (`9`) is
 * read only with `loneHour`. A daypart beside it ("8" of "8 in the evening") settles morning or afternoon.
 * `undefined` where it is no clock time, a refusal where it looks like one and cannot be.
 */
export function readClock(text: string, part: Daypart | undefined, loneHour: boolean): ClockTime | Refusal | undefined {
  const said = clockOfWord(text);
  if (said) {
    return said;
  }
  const match = CLOCK.exec(text);
  if (!match) {
    return undefined;
  }
  const [, hours = '', colon, minutes, seconds, half] = match;
  const packed = minutes !== undefined && colon === '';
  if (packed && (hours.length === 1 || half !== undefined || seconds !== undefined)) {
    return undefined;
  }
  if (minutes === undefined && half === undefined && !loneHour && !part) {
    return undefined;
  }
  const hour = hourOfDay(Number(hours), half, part);
  const [minute, second] = [Number(minutes ?? 0), Number(seconds ?? 0)];
  if (hour === undefined || minute > 59 || second > 59) {
    return refusal(`"${text}" is not a time of day. Type 3pm, 3:30pm, 15:30, noon or midnight.`);
  }
  if (part && (hour < part.from || hour > part.to)) {
    return refusal(
      `"${text}" is not in the ${part.name}. Give the day and the clock time alone, such as tomorrow 3pm.`,
    );
  }
  const guess = half === undefined && !part && /^[1-6]$/.test(hours);
  if (guess && minutes === undefined) {
    return refusal(`Is ${hours} in the morning or the afternoon? Type ${hours}am or ${hours}pm.`);
  }
  const notes = guess ? [`read on the 24-hour clock; for the afternoon type ${text}pm`] : [];
  return { hour, minute, second, said: text, typed: true, midnight: false, notes };
}

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
