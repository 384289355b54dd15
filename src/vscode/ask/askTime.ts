import type { Host } from '../../verbs/host.ts';
import type { RawInput } from '../../verbs/verb.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';
import { askWhen, askWhenOrEvent } from './askWhen.ts';
import { pickEntry, pickFile } from './pickEvent.ts';

/**
 * When a new entry comes up: at a time, or, where its `schedule` is known, once something there has happened; as fields
 * of `add`. Undefined where the person left.
 */
export async function askTime(
  model: ScheduleModel,
  host: Host,
  title: string,
  schedule: FolderSchedule | undefined,
): Promise<RawInput | undefined> {
  if (!schedule) {
    const when = await askWhen(host, title, 'any');
    return when === undefined ? undefined : { when };
  }
  const said = await askWhenOrEvent(host, title);
  if (!said || 'when' in said) {
    return said;
  }
  if (said.event === 'file') {
    const path = await pickFile(schedule, title);
    return path === undefined ? undefined : { when_file: path };
  }
  const id = await pickEntry(schedule, model, title);
  return id === undefined ? undefined : { after: id };
}
