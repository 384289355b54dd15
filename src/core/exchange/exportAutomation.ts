import * as l10n from '@vscode/l10n';
import { scheduleOfCron, type AutomationSchedule } from '../files/automationSchedule.ts';
import {
  AUTOMATION_SUFFIX,
  automationIdOf,
  isAutomationId,
  readAutomation,
  sameAutomation,
  writeAutomation,
  type Automation,
} from '../files/automationText.ts';
import { taskOf } from '../agent/prompt.ts';
import type { Entry } from '../entry/entry.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { HOUR } from '../basics/time.ts';
import { memberOf, recordIn, textIn } from '../rows/fieldValues.ts';

/** An entry as a file of VS Code's Automations. */
export interface ExportedAutomation {
  /** The name of the file. */
  readonly name: string;
  readonly text: string;
  /** Names of what stays behind, such as `agent`. */
  readonly behind: readonly string[];
}

/**
 * An entry as a file of VS Code's Automations (docs/compatibility.md). One that came from such a file, and says what
 * that said, is the same bytes again. Refused for what that format cannot hold, with a clause that goes behind a colon.
 * `zone`: the clock of this machine, by which VS Code keeps all times.
 */
export function toAutomation(entry: Entry, zone: string): ExportedAutomation | Refusal {
  const why = whyNot(entry);
  const schedule = why === undefined ? scheduleOf(entry, zone) : refusal(why);
  if (isRefusal(schedule)) {
    return schedule;
  }
  const imported = recordIn(entry.fields, 'imported');
  const isTheirs = memberOf(imported, 'from') === 'vscode';
  const given = isTheirs ? (textIn(imported, 'id') ?? entry.id) : '';
  const description = entry.summary?.trim();
  const automation: Automation = {
    id: isAutomationId(given) ? given : automationIdOf(entry.title),
    name: entry.title.trim(),
    ...(description && { description }),
    schedule,
    prompt: taskOf(entry).trim(),
  };
  const rest = isTheirs ? recordIn(imported, 'rest') : {};
  return {
    name: `${automation.id}${AUTOMATION_SUFFIX}`,
    text: asItStood(automation, memberOf(rest, 'before'), memberOf(rest, 'after')) ?? writeAutomation(automation),
    behind: behindOf(entry),
  };
}

/** The text that stood there with the prompt of now, where that still says what the automation says. */
function asItStood(automation: Automation, before: unknown, after: unknown): string | undefined {
  const isKept = typeof before === 'string' && typeof after === 'string';
  const text = isKept ? before + automation.prompt + after : undefined;
  const read = text === undefined ? undefined : readAutomation(text);
  return read && !('why' in read) && sameAutomation(read, automation) ? text : undefined;
}

function whyNot(entry: Entry): string | undefined {
  if (entry.newer) {
    return l10n.t('a newer version of Defer wrote it');
  }
  if (entry.file !== undefined) {
    return l10n.t('a file defines it ({0}); import or copy that file instead', entry.file);
  }
  if (entry.kind !== 'prompt') {
    return l10n.t('it is no prompt for an agent, and VS Code runs nothing else');
  }
  if (entry.waits !== undefined) {
    return l10n.t('it waits for an event, and VS Code knows only times');
  }
  return taskOf(entry).trim() === '' || entry.title.trim() === ''
    ? l10n.t('it has no prompt; give it one first')
    : undefined;
}

function scheduleOf(entry: Entry, zone: string): AutomationSchedule | Refusal {
  const { repeat, dueAt } = entry;
  if (repeat === undefined) {
    return dueAt === undefined ? { kind: 'manual' } : otherRule(l10n.t('it comes once'));
  }
  if (isRefusal(repeat)) {
    return refusal(l10n.t('its rule cannot be read'));
  }
  const { rule, end } = repeat;
  if (end !== undefined) {
    return otherRule(l10n.t('its rule ends'));
  }
  if (rule.kind === 'every') {
    return rule.period === HOUR ? { kind: 'hourly' } : otherRule(l10n.t('its rule is "every {0}"', rule.every));
  }
  const schedule = scheduleOfCron(rule.cron);
  if (!schedule) {
    return otherRule(l10n.t('its rule is "{0}"', rule.cron));
  }
  return rule.zone === zone
    ? schedule
    : refusal(
        l10n.t('its times are by the clock of {0}, and VS Code keeps that of this machine ({1})', rule.zone, zone),
      );
}

const otherRule = (what: string): Refusal =>
  refusal(
    l10n.t(
      '{0}, but VS Code knows only: by hand, every hour, once a day, once each weekday, once a week; change its rule first, or leave it here',
      what,
    ),
  );

/** What has a place in the file, or says only what becomes of an entry here. */
const CARRIED: ReadonlySet<string> = new Set([
  ...['kind', 'status', 'due_at', 'original_due_at', 'slot', 'created_at', 'updated_at', 'created_by', 'payload'],
  ...['repeat', 'imported', 'exported', 'origin', 'attempts', 'last_error', 'reason', 'looked_at', 'opened_at'],
]);
const CARRIED_PAYLOAD: ReadonlySet<string> = new Set(['message', 'summary', 'prompt', 'session']);
const CARRIED_RULE: ReadonlySet<string> = new Set(['cron', 'every', 'tz', 'anchor']);

function behindOf({ fields, mode }: Entry): readonly string[] {
  const others = (of: Readonly<Record<string, unknown>>, carried: ReadonlySet<string>): readonly string[] =>
    Object.keys(of).filter(name => !carried.has(name));
  return [
    ...others(recordIn(fields, 'payload'), CARRIED_PAYLOAD).filter(name => name !== 'mode' || mode !== 'fresh'),
    ...others(recordIn(fields, 'repeat'), CARRIED_RULE),
    ...others(fields, CARRIED),
  ];
}
