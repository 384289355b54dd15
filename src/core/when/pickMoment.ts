import * as l10n from '@vscode/l10n';
import { addDays } from '../basics/calendarDate.ts';
import { dateText } from '../basics/dateText.ts';
import { refusal, type Refusal } from '../basics/refusal.ts';
import { fromWall, toWall, clockText, type WallTime } from '../basics/wallClock.ts';
import type { ClockTime } from './clock/clockTime.ts';
import type { Reading, ReadingContext } from './readingContext.ts';
import type { DayChoice } from './day/dayChoice.ts';
import { gapNote, gapText, twiceNote } from './remarks.ts';

/**
 * The first moment ahead that a choice of days and a clock time name. Remarks say: a later day than the nearest, a time
 * that comes twice (the first is meant, unless it has passed), a time that nobody typed moved out of a gap. A typed
 * time in a gap is refused, and so is a day that has passed, unless it was given as a full date.
 */
export function pickMoment(choice: DayChoice, clock: ClockTime, context: ReadingContext): Reading | Refusal {
  const { now, zone, today } = context;
  const comingMidnight = clock.midnight && choice.near === true;
  const dates = comingMidnight ? [addDays(today, 1)] : choice.dates;
  const walls = dates.map(({ year, month, day }): WallTime => {
    const { hour, minute, second } = clock;
    return { year, month, day, hour, minute, second };
  });
  for (const [index, wall] of walls.entries()) {
    const moment = fromWall(wall, zone);
    const first = moment.at > now;
    const at = first || moment.fit !== 'twice' ? moment.at : moment.second;
    if (at > now || (choice.fact === true && index === walls.length - 1)) {
      if (moment.fit === 'gap' && clock.typed) {
        const after = clockText(toWall(at, zone));
        return refusal(l10n.t('{0}. Type {1}, the first moment after, or another time.', gapText(wall, zone), after));
      }
      const notes = [
        ...clock.notes,
        ...(choice.notes ?? []),
        ...(clock.midnight && !comingMidnight ? [l10n.t('midnight at the start of {0}', dateText(wall, false))] : []),
        ...(moment.fit === 'gap' ? [gapNote(wall, at, zone)] : []),
        ...(moment.fit === 'twice' ? [twiceNote(wall, zone, at === moment.at ? 'first' : 'second')] : []),
        ...(index === 0 && choice.firstNote !== undefined ? [choice.firstNote] : []),
      ];
      return index === 0
        ? { at, notes }
        : { at, notes, aside: l10n.t('{0}, since {1} has passed', choice.later, passed(choice, clock)) };
    }
  }
  const said = clock.typed ? { ...clock, said: `"${clock.said}"` } : clock;
  return refusal(
    choice.near === true
      ? l10n.t('{0} today has passed. Type a later time, such as 30m or tomorrow 9am.', passed(choice, said))
      : l10n.t('{0} has passed. Type a later time, such as 30m or tomorrow 9am.', passed(choice, said)),
  );
}

/** The nearest moment of the choice, in words: `3pm`, `09:00 on Wed 8 Apr 2026`. */
function passed(choice: DayChoice, clock: ClockTime): string {
  const [nearest] = choice.dates;
  return choice.near === true || !nearest ? clock.said : l10n.t('{0} on {1}', clock.said, dateText(nearest, true));
}
