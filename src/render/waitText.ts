import type { Entry } from '../core/entry.ts';
import { isRefusal } from '../core/refusal.ts';
import { waitsText } from '../core/waits.ts';
import { cleanLine } from './clean.ts';

/** What an entry waits for, for a line beside its title; cleaned. Empty where it waits for nothing. */
export function waitMark(entry: Entry): string {
  const { waits, sighting } = entry;
  if (waits === undefined) {
    return '';
  }
  const doubt = isRefusal(waits) || sighting?.doubt !== undefined ? ' · cannot be told' : '';
  return isRefusal(waits) ? 'waits' + doubt : `waits for ${cleanLine(waitsText(waits), 80)}${doubt}`;
}

/** The same in full, with why it cannot be told; undefined where it waits for nothing. */
export function waitText({ waits, waiting, sighting }: Entry): string | undefined {
  if (waits === undefined) {
    return undefined;
  }
  if (isRefusal(waits)) {
    return waits.why;
  }
  const state = waiting ? (sighting?.doubt ?? '') : 'It happened.';
  return [waitsText(waits), state].filter(part => part !== '').join('. ');
}
