/** When an automation of VS Code runs. Hours and minutes are by the clock of the machine; day 0 is Sunday. */
export type AutomationSchedule =
  | { readonly kind: 'manual' | 'hourly' }
  | { readonly kind: 'daily' | 'weekdays'; readonly hour: number; readonly minute: number }
  | { readonly kind: 'weekly'; readonly hour: number; readonly minute: number; readonly day: number };

const DAYS: readonly string[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The cron line of a schedule as VS Code writes it; undefined where its kind has none. */
export function automationCron(schedule: AutomationSchedule): string | undefined {
  switch (schedule.kind) {
    case 'manual':
    case 'hourly':
      return undefined;
    case 'daily':
      return `${schedule.minute} ${schedule.hour} * * *`;
    case 'weekdays':
      return `${schedule.minute} ${schedule.hour} * * 1-5`;
    case 'weekly':
      return `${schedule.minute} ${schedule.hour} * * ${schedule.day}`;
  }
}

/**
 * The schedule that VS Code reads in a cron line: one time, each day, Monday to Friday, or on one weekday; else
 * undefined.
 */
export function readAutomationCron(line: string): AutomationSchedule | undefined {
  const [minutes, hours, date, month, weekday, ...more] = line.trim().split(/\s+/);
  const [minute, hour] = [numberIn(minutes, 59), numberIn(hours, 23)];
  if (minute === undefined || hour === undefined || date !== '*' || month !== '*' || more.length > 0) {
    return undefined;
  }
  if (weekday === '*' || weekday === '1-5') {
    return { kind: weekday === '*' ? 'daily' : 'weekdays', hour, minute };
  }
  const day = numberIn(weekday, 7);
  return day === undefined ? undefined : { kind: 'weekly', hour, minute, day: day % 7 };
}

/**
 * The schedule of a cron line of Defer, which may have names of weekdays; undefined where VS Code has no such schedule.
 */
export function scheduleOfCron(line: string): AutomationSchedule | undefined {
  return readAutomationCron(line.replace(/[a-z]{3}/gi, name => String(DAYS.indexOf(name.toUpperCase()))));
}

function numberIn(text: string | undefined, most: number): number | undefined {
  const number = text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  return number !== undefined && number <= most ? number : undefined;
}
