/** What a cron line allows, field by field. Lists are in rising order. */
export interface CronFields {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 1 to 31. */
  readonly daysOfMonth: ReadonlySet<number>;
  readonly lastDayOfMonth: boolean;
  /** 0 Sunday to 6. */
  readonly weekdays: ReadonlySet<number>;
  /** Which such weekday of the month counts, 1 to 5; 0 for every one. */
  readonly nthWeekday: number;
  /** Weekdays of which only the last of the month counts. */
  readonly lastWeekdays: ReadonlySet<number>;
  readonly limitsDaysOfMonth: boolean;
  readonly limitsWeekdays: boolean;
  /** Hour and minute are plain numbers, so an occurrence is a time of day and not a reading of the clock. */
  readonly hasFixedTime: boolean;
}
