import { addDays, dateText } from '../basics/calendarDate.ts';
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
        return refusal(`${gapText(wall, zone)}. Type ${after}, the first moment after, or another time.`);
      }
      const notes = [
        ...clock.notes,
        ...(choice.notes ?? []),
        ...(clock.midnight && !comingMidnight ? [`midnight at the start of ${dateText(wall, false)}`] : []),
        ...(moment.fit === 'gap' ? [gapNote(wall, at, zone)] : []),
        ...(moment.fit === 'twice' ? [twiceNote(wall, zone, at === moment.at ? 'first' : 'second')] : []),
        ...(index === 0 && choice.firstNote !== undefined ? [choice.firstNote] : []),
      ];
      return index === 0
        ? { at, notes }
        : { at, notes, aside: `${choice.later}, since ${passed(choice, clock)} has passed` };
    }
  }
  const said = clock.typed ? { ...clock, said: `"${clock.said}"` } : clock;
  return refusal(
    `${passed(choice, said)}${choice.near === true ? ' today' : ''} has passed. Type a later time, such as 30m or tomorrow 9am.`,
  );
}

/** The nearest moment of the choice, in words: `3pm`, `09:00 on Wed 8 Apr 2026`. */
function passed(choice: DayChoice, clock: ClockTime): string {
  const [nearest] = choice.dates;
  return choice.near === true || !nearest ? clock.said : `${clock.said} on ${dateText(nearest, true)}`;
}
