import type { Ledger } from '../../store/ledger.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { EntryRow } from './entryRow.ts';

/** The entry of a schedule that has an id, as it was read last; undefined where there is none. */
export function rowNamed(
  { schedules }: Pick<ScheduleModel, 'schedules'>,
  ledger: Ledger | undefined,
  id: unknown,
): EntryRow | undefined {
  const schedule = schedules.find(one => one.ledger === ledger);
  const state = typeof id === 'string' ? schedule?.ledger.schedule.get(id) : undefined;
  return schedule && state && { kind: 'entry', state, schedule };
}
