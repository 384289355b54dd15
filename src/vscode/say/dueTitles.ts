import { toEntry } from '../../core/entry/entry.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { dueStates } from '../../render/view/tally.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** How many titles are named. */
const NAMED = 5;

/** The titles of the first entries that are due, a line each, and how many more there are. */
export function dueTitles(model: ScheduleModel): string {
  const { schedules, tally, now } = model;
  const titles: string[] = [];
  for (const schedule of schedules) {
    const mark = model.markOf(schedule);
    for (const state of dueStates(schedule.ledger.schedule, now)) {
      if (titles.length === NAMED) {
        return [...titles, `… and ${tally.overdue - NAMED} more`].join('\n');
      }
      titles.push([cleanLine(toEntry(state).title, 80), mark].filter(Boolean).join(' · '));
    }
  }
  return titles.join('\n');
}
