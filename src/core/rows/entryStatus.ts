/** The statuses this version knows. Anything else is open, shown, and never run (FORMAT.md). */
export type KnownStatus = 'pending' | 'snoozed' | 'failed' | 'done' | 'cancelled' | 'proposed';

const ALIASES: ReadonlyMap<unknown, KnownStatus> = new Map([
  ['scheduled', 'pending'],
  ['completed', 'done'],
  ['canceled', 'cancelled'],
]);

const RANKS: ReadonlyMap<string, number> = new Map<KnownStatus, number>([
  ['pending', 0],
  ['proposed', 0],
  ['snoozed', 1],
  ['failed', 2],
  ['done', 3],
  ['cancelled', 4],
]);

/** A status in Defer's own words: absent is pending, other tools' words are translated, unknown ones stay. */
export function toStatus(value: unknown): string {
  return typeof value === 'string' ? (ALIASES.get(value) ?? value) : 'pending';
}

/** How strongly a status holds against another of the same moment: a tie falls on the side that starts no work. */
export const rankOf = (value: unknown): number => RANKS.get(toStatus(value)) ?? 0;

/** Whether an entry of this status is over. */
export const isClosed = (status: string): boolean => status === 'done' || status === 'cancelled';

/** Whether this version knows what the status means. */
export const isKnownStatus = (status: string): status is KnownStatus => RANKS.has(status);
