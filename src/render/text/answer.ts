import { clean } from './clean.ts';

/** How many items of a list an agent is told; what it needs more of, it asks for one by one. */
const MOST = 100;

/** The answer of a verb as an agent gets it: a record in which every text is cleaned and every list has an end. */
export interface ToolAnswer {
  readonly [name: string]: unknown;
}

/**
 * Makes an answer for an agent of what a verb says to a program. A list becomes `items`; `more` says how many items
 * were left out of all lists. What is not there is left out, where a program gets a null.
 */
export function toolAnswer(value: unknown): ToolAnswer {
  const left = { out: 0 };
  const whole = cut(Array.isArray(value) ? { items: value as unknown[] } : value, left, 2);
  const record = typeof whole === 'object' && whole !== null ? (whole as ToolAnswer) : { value: whole };
  return left.out === 0 ? record : { ...record, more: left.out };
}

/** `depth`: in how many more levels lists are cut; what is deeper belongs to one entry. */
function cut(value: unknown, left: { out: number }, depth: number): unknown {
  if (typeof value === 'string') {
    return clean(value);
  }
  if (Array.isArray(value)) {
    const shown = depth > 0 ? value.slice(0, MOST) : value;
    left.out += value.length - shown.length;
    return shown.map(item => cut(item, left, 0));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== null)
          .map(([name, item]) => [clean(name), cut(item, left, depth - 1)]),
      )
    : value;
}
