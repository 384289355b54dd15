import * as l10n from '@vscode/l10n';
import { addDays, type CalendarDate } from '../../basics/calendarDate.ts';
import { isRefusal, type Refusal } from '../../basics/refusal.ts';
import type { ReadingContext } from '../readingContext.ts';
import { readCountedDay } from './countedDay.ts';
import { one, type DayChoice } from './dayChoice.ts';
import { readIsoDay } from './isoDate.ts';
import { readMonthDay } from './monthDate.ts';
import { readNumericDate } from './numericDate.ts';
import { readOrdinalDay } from './ordinalDay.ts';
import { readPeriodDay } from './periodDay.ts';
import { readWeekday } from './weekday.ts';

/** No day named: today, or else tomorrow. */
export const anyDay = ({ today }: ReadingContext): DayChoice => ({
  dates: [today, addDays(today, 1)],
  later: l10n.t('tomorrow'),
  near: true,
});

/** `today`, `tonight`, `this evening`: today or not at all. */
export const thisDay = ({ today }: ReadingContext): DayChoice => ({ ...one(today), near: true });

const readers: readonly ((text: string, today: CalendarDate) => DayChoice | Refusal | undefined)[] = [
  readWeekday,
  readPeriodDay,
  readIsoDay,
  readOrdinalDay,
  readNumericDate,
  readMonthDay,
];

/**
 * Reads the name of a day, in lower case: `today`, `tomorrow`, `friday`, `next friday`, `2026-12-01`, `1 dec`, `15th`,
 * `eow`, `eom`, `first monday of next month`, `a week from friday`, `in 2 days`. `undefined` where it is none, a
 * refusal where there is no such day.
 */
export function readDay(text: string, context: ReadingContext): DayChoice | Refusal | undefined {
  const name = text.replace(/^(?:on|by) /, '');
  return readNamedDay(name, context) ?? readCountedDay(name, context.today, day => readNamedDay(day, context));
}

function readNamedDay(text: string, context: ReadingContext): DayChoice | Refusal | undefined {
  const { today } = context;
  if (text === 'today') {
    return thisDay(context);
  }
  const ahead = /^(?:(tomorrow|tmrw?|tmw)|(?:the )?day after tomorrow)$/.exec(text);
  if (ahead) {
    return one(addDays(today, ahead[1] === undefined ? 2 : 1));
  }
  for (const read of readers) {
    const found = read(text, today);
    if (found && (isRefusal(found) || found.dates.length > 0)) {
      return found;
    }
  }
  return undefined;
}
