import * as l10n from '@vscode/l10n';

/** Numbers that follow each other at one distance: `0, 15, 30, 45` is from 0 to 45 by 15. */
export interface Steps {
  readonly from: number;
  readonly to: number;
  readonly by: number;
}

/**
 * Rising numbers as steps, where they all keep one distance; a single number steps by 1. `undefined` where they do not.
 */
export function stepsOf(values: readonly number[]): Steps | undefined {
  const [from = 0, second = from + 1] = values;
  const by = second - from;
  return values.length > 0 && values.every((value, index) => value === from + index * by)
    ? { from, to: values.at(-1) ?? from, by }
    : undefined;
}

/** Rising numbers in as few parts as a reader follows: single ones, three or more in a row, five or more in steps. */
export function stretches(values: readonly number[]): readonly Steps[] {
  const found: Steps[] = [];
  let start = 0;
  while (start < values.length) {
    let end = start + 1;
    while (end < values.length && stepsOf(values.slice(start, end + 1))) {
      end += 1;
    }
    const steps = stepsOf(values.slice(start, end));
    const isStretch = steps !== undefined && end - start >= (steps.by === 1 ? 3 : 5);
    const from = values[start] ?? 0;
    found.push(isStretch ? steps : { from, to: from, by: 1 });
    start = isStretch ? end : start + 1;
  }
  return found;
}

/** `a`, `a and b`, `a, b and c`. */
export const listText = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : l10n.t('{0} and {1}', parts.slice(0, -1).join(', '), parts.at(-1) ?? '');

/** `5`, `10 to 20`, `0 to 56 by 7`. */
export const spanText = ({ from, to, by }: Steps): string =>
  from === to ? String(from) : by === 1 ? l10n.t('{0} to {1}', from, to) : l10n.t('{0} to {1} by {2}', from, to, by);
