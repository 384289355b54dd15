import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { impliedClock, MORNING, readClock, timeOf, type Daypart } from '../clock/clockTime.ts';
import type { DayHours, TimeOfDay } from '../readingContext.ts';

/** The times of day of a repeat, as the first fields of a cron line: seconds only where there are any. */
export interface RuleClock {
  readonly fields: string;
  readonly notes: readonly string[];
}

/**
 * Reads the times of a repeat, in lower case: `at 9`, `9am`, `at 9 and 17:00`, `at noon`; nothing is the hour of the
 * part of the day, or else the morning of the settings. `undefined` where the text is something else, a refusal where
 * it is a time that cannot be, or times that no single cron line holds.
 */
export function readRuleClock(
  text: string,
  part: Daypart | undefined,
  hours: DayHours,
): RuleClock | Refusal | undefined {
  if (text === '') {
    return inFields([impliedClock(timeOf(part ?? MORNING, hours))], []);
  }
  const bare = text.replace(/^(?:at |@ ?)/, '');
  const clocks = [];
  for (const one of bare.split(/, and |, | and | & /)) {
    const clock = readClock(one.replace(/^at /, ''), part, bare !== text);
    if (clock === undefined || isRefusal(clock)) {
      return clock;
    }
    clocks.push(clock);
  }
  const midnight = clocks.some(clock => clock.midnight) ? [l10n.t('midnight is the start of the day')] : [];
  return inFields(clocks, [...midnight, ...clocks.flatMap(clock => clock.notes)]);
}

function inFields(
  clocks: readonly (TimeOfDay & { readonly second: number })[],
  notes: readonly string[],
): RuleClock | Refusal {
  const [seconds, minutes, hours] = [
    distinct(clocks.map(({ second }) => second)),
    distinct(clocks.map(({ minute }) => minute)),
    distinct(clocks.map(({ hour }) => hour)),
  ];
  const times = new Set(clocks.map(({ hour, minute, second }) => `${hour}:${minute}:${second}`));
  if (times.size !== seconds.length * minutes.length * hours.length) {
    return refusal(l10n.t('One repeat cannot have all these times. Make one for each, such as every day at 9:00.'));
  }
  const second = seconds.length === 1 && seconds[0] === 0 ? '' : `${seconds.join(',')} `;
  return { fields: `${second}${minutes.join(',')} ${hours.join(',')}`, notes };
}

const distinct = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);
