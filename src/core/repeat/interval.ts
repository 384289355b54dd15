import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../basics/refusal.ts';
import { DAY, END_OF_TIME, HOUR, instant, MINUTE, SECOND, type Duration, type Instant } from '../basics/time.ts';

/**
 * A fixed grid: `anchor + k × period` for k from 1. Days are 24 elapsed hours, whatever the clocks do (docs/time.md).
 */
export interface Grid {
  readonly anchor: Instant;
  readonly period: Duration;
}

const ISO_DURATION = /^P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/i;
const UNITS = [7 * DAY, DAY, HOUR, MINUTE, SECOND];
const LONGEST: Duration = 100 * 366 * DAY;

/** Reads an ISO 8601 duration of weeks, days, hours, minutes and whole seconds, `PT30M`, `P1DT12H`, in milliseconds. */
export function readPeriod(text: string): Duration | Refusal {
  const parts = ISO_DURATION.exec(text.trim())?.slice(1);
  if (!parts) {
    return refusal(
      /^P\d+[YM]/i.test(text.trim())
        ? l10n.t(
            'Months and years have no fixed length. Use a cron line, such as 0 9 1 * * for the 1st of every month.',
          )
        : l10n.t('"{0}" is not an interval. Use an ISO 8601 duration, such as PT30M, PT2H or P1D.', text),
    );
  }
  const period = parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNITS[index] ?? 0), 0);
  return checkPeriod(period) ?? period;
}

/** Says no to an interval that no grid can have; whole seconds up to a hundred years pass. */
export const checkPeriod = (period: Duration): Refusal | undefined =>
  period >= SECOND && period <= LONGEST && period % SECOND === 0
    ? undefined
    : refusal(l10n.t('An interval is one second to a hundred years, in whole seconds. Use PT30M, PT2H or P1D.'));

/** A period as the file writes it: `PT30M`, `P1DT12H`. Whole seconds. */
export function periodText(period: Duration): string {
  const clock = `${part(period % DAY, HOUR, 'H')}${part(period % HOUR, MINUTE, 'M')}${part(period % MINUTE, SECOND, 'S')}`;
  return `P${part(period, DAY, 'D')}${clock === '' ? '' : `T${clock}`}`;
}

const part = (length: Duration, unit: Duration, letter: string): string =>
  length >= unit ? `${Math.floor(length / unit)}${letter}` : '';

/** The first moment of the grid after `after`; `undefined` where it lies after 2099. */
export function nextOnGrid({ anchor, period }: Grid, after: Instant): Instant | undefined {
  const at = anchor + Math.max(Math.floor((after - anchor) / period) + 1, 1) * period;
  return at < END_OF_TIME ? instant(at) : undefined;
}

/** The last moment of the grid before `before`, if there is one. */
export function previousOnGrid({ anchor, period }: Grid, before: Instant): Instant | undefined {
  const step = Math.ceil((Math.min(before, END_OF_TIME) - anchor) / period) - 1;
  return step >= 1 ? instant(anchor + step * period) : undefined;
}

/** How many moments of the grid lie in `[from, to)`. */
export function countOnGrid({ anchor, period }: Grid, from: Instant, to: Instant): number {
  const before = (at: number): number => Math.max(Math.ceil((Math.min(at, END_OF_TIME) - anchor) / period) - 1, 0);
  return Math.max(before(to) - before(from), 0);
}
