import { READY, type Asked } from '../../page/messages/asked.ts';

/** The longest key that a page can mean. */
const LONGEST = 200;

/**
 * Reads what a page sent: one of the words that it may say, with keys. Undefined for all else, which is left alone.
 * What a key stands for is looked up again.
 */
export function readAsked(value: unknown, acts: readonly string[]): Asked | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { act, at, to } = value as Partial<Record<keyof Asked, unknown>>;
  if (typeof act !== 'string' || (act !== READY && !acts.includes(act)) || !isKey(at) || !isKey(to)) {
    return undefined;
  }
  return { act, ...(at !== undefined && { at }), ...(to !== undefined && { to }) };
}

const isKey = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === 'string' && value.length <= LONGEST);
