import { addDays, weekdayOf } from '../../core/basics/calendarDate.ts';
import { isoDateText } from '../../core/basics/dateText.ts';
import { toWall } from '../../core/basics/wallClock.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import type { Row } from './entryRow.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

type Seen = Pick<ScheduleModel, 'now' | 'view'>;

const groupOf = (row: Row, model: Seen): string | undefined => {
  switch (row.kind) {
    case 'group':
      return row.isName ? undefined : row.group;
    case 'more':
      return row.group;
    case 'entry':
      return viewEntry(row.state, model.view).group;
    case 'result':
    case 'problem':
      return undefined;
  }
};

/** What is said of a row that was dropped somewhere: the group it is to stand in. */
export interface Dropped {
  readonly to: Row;
}

/**
 * The time that an entry dropped on a row of a group of days is likely meant for, as a person would type it; it is
 * shown with its reading before anything is written. Undefined for groups that no time leads to.
 */
export function timeForGroup(to: Row | undefined, model: Seen): string | undefined {
  const group = to && groupOf(to, model);
  const today = toWall(model.now, model.view.zone);
  const iso = (days: number): string => isoDateText(addDays(today, days));
  const toMonday = 8 - (weekdayOf(today) || 7);
  switch (group) {
    case 'Today':
      return '1h';
    case 'Tomorrow':
      return 'tomorrow';
    case 'This Week':
      return iso(2);
    case 'Next Week':
      // On a Sunday its Monday stands under Tomorrow.
      return iso(Math.max(toMonday, 2));
    case 'Later':
      return iso(toMonday + 7);
    default:
      return undefined;
  }
}
