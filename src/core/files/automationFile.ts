import type { AutomationSchedule } from './automationSchedule.ts';
import { automationCron } from './automationSchedule.ts';
import { readAutomation } from './automationText.ts';
import { fileProblem, type ScheduleReading, type ScheduleText } from './scheduleFile.ts';
import { isRefusal } from '../basics/refusal.ts';
import { instant, toIso } from '../basics/time.ts';
import { readRepeat } from '../repeat/repeat.ts';
import type { Fields } from '../rows/row.ts';

/**
 * Reads a file of VS Code's Automations as an entry (docs/compatibility.md, "VS Code's Automations"). The file does not
 * say whether it is on, and VS Code starts none before a person has looked at it: it is proposed until a person accepts
 * it, and rows say whether it is paused. `zone`: the clock of this machine, which its times are by.
 */
export function readAutomationFile({ file, text, since }: ScheduleText, zone: string): ScheduleReading {
  const read = readAutomation(text);
  if ('why' in read) {
    return fileProblem(file, read.line, read.why);
  }
  const { id: name, name: message, description, schedule, prompt, line } = read;
  const id = `automation:${name}`;
  const repeat = repeatOfAutomation(schedule, zone, toIso(instant(0)));
  const rule = repeat && readRepeat(repeat);
  if (isRefusal(rule)) {
    return fileProblem(file, line, rule.why);
  }
  return {
    ...{ id, file, line, since, enabled: true, isTemplate: true },
    fields: {
      kind: 'prompt',
      payload: { message, ...(description && { summary: description }), prompt, session: id },
      ...(repeat && { repeat }),
      created_by: `file:${file}`,
    },
    firstSlot: after => rule?.next(after),
  };
}

/**
 * The rule of an automation as a row has it; undefined where it has none. `anchor`: where the grid of an hourly one
 * begins.
 */
export function repeatOfAutomation(schedule: AutomationSchedule, zone: string, anchor: string): Fields | undefined {
  const cron = automationCron(schedule);
  return cron !== undefined ? { cron, tz: zone } : schedule.kind === 'hourly' ? { every: 'PT1H', anchor } : undefined;
}
