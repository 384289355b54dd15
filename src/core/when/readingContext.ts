import * as l10n from '@vscode/l10n';
import type { Instant } from '../basics/time.ts';
import type { CalendarDate } from '../basics/calendarDate.ts';

/** A time of day on the wall clock. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** The parts of a day whose words stand for an hour. */
export type DaypartName = 'morning' | 'afternoon' | 'evening' | 'night';

/** The time of day that each word stands for, where the settings say so. */
export type DayHours = Partial<Readonly<Record<DaypartName, TimeOfDay>>>;

/** What a text about time is read against. */
export interface WhenContext {
  readonly now: Instant;
  /** IANA name of the zone the text is meant in. */
  readonly zone: string;
  /** What a bare day means, from the settings; 09:00 where not given. */
  readonly morning?: TimeOfDay;
  /** What `afternoon`, `evening` and `night` mean; 15:00, 18:00 and 20:00 where not given. */
  readonly hours?: DayHours;
  /**
   * What is wanted where a text may be either: `last day of the month` is one date, where a rule is asked for every
   * last day.
   */
  readonly wants?: 'rule';
  /** Whether an agent asks. A rule more frequent than every five minutes is refused then. */
  readonly byAgent?: boolean;
}

/** A moment found in a text: `aside` continues the reading ("tomorrow, since 3pm has passed"), `notes` are remarks. */
export interface Reading {
  readonly at: Instant;
  readonly aside?: string;
  readonly notes: readonly string[];
}

/** A rule that a text stands for, as the `repeat` field has it, with remarks that a person should see. */
export type RuleText =
  | { readonly cron: string; readonly notes: readonly string[] }
  | {
      readonly every: string;
      /** The time of day of an interval in days or weeks. Without it the grid starts when the text is read. */
      readonly clock?: TimeOfDay & { readonly second: number };
      readonly notes: readonly string[];
    };

/** The context with what a part of the text needs beside it. */
export interface ReadingContext extends WhenContext {
  readonly today: CalendarDate;
  readonly morning: TimeOfDay;
}

/** What a bare day means where the settings do not say. */
export const NINE: TimeOfDay = { hour: 9, minute: 0 };

/** Ends a refusal with what to type instead. */
export const examples = (): string =>
  l10n.t('Try 30m, 2h, 3pm, tomorrow 9am, friday, 1 dec 9am, 2026-12-01T10:00 or every weekday at 9.');
