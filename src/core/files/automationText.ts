import * as l10n from '@vscode/l10n';
import { splitFrontMatter } from './frontMatter.ts';
import type { FrontMatterProblem } from './frontMatterFields.ts';
import { automationCron, readAutomationCron, type AutomationSchedule } from './automationSchedule.ts';
import { readTextHead, TextHead } from './textHead.ts';

/** The ending of the files in which VS Code's Automations are shared. */
export const AUTOMATION_SUFFIX = '.automation.md';

/** What a file of VS Code's Automations says (docs/compatibility.md, "VS Code's Automations"). */
export interface Automation {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly schedule: AutomationSchedule;
  readonly prompt: string;
}

/** An automation, the text that stands around its prompt, and the line of its name, counted from 1. */
export interface ReadAutomation extends Automation {
  readonly before: string;
  readonly after: string;
  readonly line: number;
}

/** The version of the format that is read and written. */
const VERSION = '1';
const LONGEST_ID = 64;
const ID = /^(?!.*(?:--|\.\.))[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** Whether VS Code takes a text as the id of an automation. */
export const isAutomationId = (text: string): boolean => text.length <= LONGEST_ID && ID.test(text);

/** The id that VS Code makes of a name: `Résumé Review` becomes `resume-review`. */
export function automationIdOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/--+|\.\.+/g, '-');
  // Cut before its end is trimmed, which takes long where a title is nothing but dots and dashes.
  const trimmed = words.replace(/^[^a-z0-9]+/, '').slice(0, LONGEST_ID);
  return trimmed.replace(/[^a-z0-9]+$/, '') || 'automation';
}

/**
 * Reads a file of VS Code's Automations, as strictly as VS Code does: a field or kind of schedule that the format does
 * not have is a problem, with its line. Nothing in the file is executed or expanded; every value is a text.
 */
export function readAutomation(text: string): ReadAutomation | FrontMatterProblem {
  // VS Code takes nothing in front of it, no blank line and no byte order mark.
  const matter = text.startsWith('---') ? splitFrontMatter(text) : undefined;
  if (!matter) {
    return {
      line: 1,
      why: l10n.t('The file must begin with front matter: "---", version, id, name and schedule, "---".'),
    };
  }
  const root = readTextHead(matter);
  if (!(root instanceof TextHead)) {
    return root;
  }
  root.only(['version', 'id', 'name', 'description', 'schedule']);
  const version = root.text('version');
  if (version !== undefined && !(/^-?\d+$/.test(version) && String(Number(version)) === VERSION)) {
    root.wrong('version', l10n.t('Defer reads version 1 of this format, and the file says "{0}".', version));
  }
  const id = root.text('id');
  if (id !== undefined && !isAutomationId(id)) {
    const why = l10n.t('The id must be up to 64 small letters, digits, dots and dashes, such as "weekly-review".');
    root.wrong('id', why);
  }
  const name = root.text('name');
  const description = root.optional('description');
  const schedule = scheduleIn(root);
  const prompt = matter.body;
  if (prompt === '') {
    root.wrong('', l10n.t('The file has no prompt. Write it below the front matter.'));
  }
  if (root.problem || id === undefined || name === undefined || schedule === undefined) {
    return root.problem ?? { line: 1, why: l10n.t('The file could not be read.') };
  }
  const end = text.trimEnd().length;
  return {
    ...{ id, name, ...(description && { description }), schedule, prompt },
    ...{ before: text.slice(0, end - prompt.length), after: text.slice(end), line: root.lineOf('name') },
  };
}

/** An automation as VS Code writes it, byte for byte. */
export function writeAutomation({ id, name, description, schedule, prompt }: Automation): string {
  const cron = automationCron(schedule);
  const rule =
    cron === undefined
      ? [`  kind: ${schedule.kind}`]
      : ['  kind: cron', `  expression: ${JSON.stringify(cron)}`, '  timeZone: local'];
  return [
    '---',
    `version: ${VERSION}`,
    `id: ${JSON.stringify(id)}`,
    `name: ${JSON.stringify(name)}`,
    ...(description ? [`description: ${JSON.stringify(description)}`] : []),
    'schedule:',
    ...rule,
    '---',
    '',
    prompt.trim(),
    '',
  ].join('\n');
}

/** Whether two automations say the same. */
export const sameAutomation = (one: Automation, other: Automation): boolean =>
  writeAutomation(one) === writeAutomation(other);

function scheduleIn(root: TextHead): AutomationSchedule | undefined {
  const head = root.map('schedule');
  const kind = head?.text('kind');
  switch (kind) {
    case undefined:
      return undefined;
    case 'manual':
    case 'hourly':
      head?.only(['kind']);
      return { kind };
    case 'cron':
      return head && cronIn(head);
    default:
      return root.wrong('schedule', l10n.t('The kind of schedule must be one of {0}.', 'manual, hourly, cron'));
  }
}

function cronIn(head: TextHead): AutomationSchedule | undefined {
  head.only(['kind', 'expression', 'timeZone']);
  const [expression, zone] = [head.text('expression'), head.text('timeZone')];
  if (zone !== undefined && zone !== 'local') {
    head.wrong('timeZone', l10n.t('The timeZone must be "local", and the file says "{0}".', zone));
  }
  const schedule = expression === undefined ? undefined : readAutomationCron(expression);
  if (expression !== undefined && schedule === undefined) {
    const why = l10n.t(
      'VS Code knows one time a day here: "30 9 * * *", on one weekday "30 9 * * 1", or from Monday to Friday "30 9 * * 1-5". The file says "{0}". For other rules use a schedule file.',
      expression,
    );
    head.wrong('expression', why);
  }
  return schedule;
}
