import type { CalendarDate } from './calendarDate.ts';
import { END_OF_TIME, type Instant } from './time.ts';

/** The time in the zone of this machine, told without `Intl`, which takes half a start of Node to load. */
export interface MachineClock {
  /** An IANA name, as `Intl` has it. */
  readonly zone: string;
  wallOf(at: Instant): CalendarDate & Readonly<Record<'hour' | 'minute' | 'second', number>>;
  /** The label that `zoneLabel` gives; undefined where only `Intl` knows it. */
  labelOf(at: Instant): string | undefined;
}

let machine: MachineClock | undefined;

/** From here on this clock tells the time of its zone; `undefined` goes back to `Intl`. Both give the same answers. */
export const keepMachineClock = (clock: MachineClock | undefined): void => void (machine = clock);

/** The clock that tells the time of a zone at a moment; undefined where `Intl` has to. */
export const machineClock = (zone: string, at: Instant): MachineClock | undefined =>
  zone === machine?.zone && at >= 0 && at < END_OF_TIME ? machine : undefined;
