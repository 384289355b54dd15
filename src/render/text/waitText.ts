import { recordIn } from '../../core/rows/fieldValues.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { waitsText } from '../../core/entry/waitsText.ts';
import { cleanLine } from './clean.ts';

/** What an entry waits for, for a line beside its title; cleaned. Empty where it waits for nothing. */
export function waitMark(entry: Entry): string {
  const { waits, observation } = entry;
  if (waits === undefined) {
    return '';
  }
  const doubt = isRefusal(waits) || observation?.doubt !== undefined ? ' · not known' : '';
  return isRefusal(waits) ? 'waits' + doubt : `waits for ${cleanLine(waitsText(waits), 80)}${doubt}`;
}

/** What an entry waits for, in full, and why that cannot be checked; undefined where it waits for nothing. */
export function waitText({ waits, isWaiting, observation }: Entry): string | undefined {
  if (waits === undefined) {
    return undefined;
  }
  if (isRefusal(waits)) {
    return waits.why;
  }
  const state = isWaiting ? (observation?.doubt ?? '') : 'It happened.';
  return [waitsText(waits), state].filter(part => part !== '').join('. ');
}

/** The process with which an entry ends, as a person reads it: `process 4711 of desk`. Quotes the file. */
export function linkText({ fields }: Entry): string | undefined {
  const { pid, host } = recordIn(fields, 'process');
  return pid === undefined
    ? undefined
    : `process ${String(pid)} of ${typeof host === 'string' ? host : 'some machine'}`;
}
