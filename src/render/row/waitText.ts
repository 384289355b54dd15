import * as l10n from '@vscode/l10n';
import { recordIn } from '../../core/rows/fieldValues.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { waitsText } from '../../core/entry/waitsText.ts';
import { cleanLine } from '../text/clean.ts';
import { cleanMessage, isolate } from '../text/isolate.ts';

/** What an entry waits for, for a line beside its title; cleaned. Empty where it waits for nothing. */
export function waitMark(entry: Entry): string {
  const { waits, observation } = entry;
  if (waits === undefined) {
    return '';
  }
  if (isRefusal(waits)) {
    return l10n.t('waits · not known');
  }
  const title = observation?.title && isolate(cleanLine(observation.title, 60));
  const what = cleanMessage(waitsText(waits, title), 80);
  return observation?.doubt === undefined ? l10n.t('waits for {0}', what) : l10n.t('waits for {0} · not known', what);
}

/** What an entry waits for, in full, and why that cannot be checked; undefined where it waits for nothing. */
export function waitText({ waits, isWaiting, observation }: Entry): string | undefined {
  if (waits === undefined) {
    return undefined;
  }
  if (isRefusal(waits)) {
    return waits.why;
  }
  const state = isWaiting ? (observation?.doubt ?? '') : l10n.t('It happened.');
  return [waitsText(waits, observation?.title), state].filter(part => part !== '').join('. ');
}

/** The process with which an entry ends, as a person reads it: `process 4711 of desk`. Quotes the file. */
export function linkText({ fields }: Entry): string | undefined {
  const { pid, host } = recordIn(fields, 'process');
  return pid === undefined
    ? undefined
    : l10n.t('process {0} of {1}', String(pid), typeof host === 'string' ? host : l10n.t('some machine'));
}
