import * as l10n from '@vscode/l10n';
import { rowText } from '../../render/row/rowText.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import { dueStates } from '../../render/view/tally.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** How many titles are named. */
const NAMED = 5;

/** The first entries that are due, a line each: how late they are, and their titles. Then how many more there are. */
export function dueTitles(model: ScheduleModel): string {
  const { schedules, tally, now } = model;
  const titles: string[] = [];
  for (const schedule of schedules) {
    const mark = model.markOf(schedule);
    for (const state of dueStates(schedule.ledger.schedule, now)) {
      if (titles.length === NAMED) {
        return [...titles, l10n.t('… and {0} more', tally.overdue - NAMED)].join('\n');
      }
      const { label } = rowText(viewEntry(state, model.view), now, model.view.zone, false);
      titles.push([label.replace('  ', ' · '), mark].filter(Boolean).join(' · '));
    }
  }
  return titles.join('\n');
}
