import type { CalendarDate } from '../../basics/calendarDate.ts';
import type { TimeOfDay } from '../readingContext.ts';

/** The days that a text may mean, soonest first: the first whose moment lies ahead is meant. */
export interface DayChoice {
  readonly dates: readonly CalendarDate[];
  /** What to call a later one of them. */
  readonly later: string;
  /** The time of day where none is given; the morning of the settings where this is not. */
  readonly clock?: TimeOfDay;
  /** Given year, month and day as ISO writes them: a plain fact, also in the past. */
  readonly fact?: boolean;
  /** Today, or no day named at all: its midnight is the coming one. */
  readonly near?: boolean;
  /** A number behind it may belong to it: `dec 12 17` has a year or an hour. */
  readonly openEnd?: boolean;
  /** Remarks on how the day was found. */
  readonly notes?: readonly string[];
  /** A remark where the first of the days is the one meant. */
  readonly firstNote?: string;
}

/** One day and no other. */
export const one = (date: CalendarDate): DayChoice => ({ dates: [date], later: '' });
