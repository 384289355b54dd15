import type { Refusal } from '../core/refusal.ts';
import type { When } from '../core/when.ts';
import type { Host } from './verb.ts';

/** Reads a time as the host's person means it. The reader is loaded when it is first needed. */
export async function readWhen(host: Host, text: string, now = host.clock.now()): Promise<When | Refusal> {
  const { parseWhen } = await import('../core/when.ts');
  return parseWhen(text, { now, zone: host.zone, ...(host.morning && { morning: host.morning }) });
}

/** The reading of a time with its remarks, on one line. */
export const readingText = (when: When): string => [when.reads, ...when.notes].join('; ');
