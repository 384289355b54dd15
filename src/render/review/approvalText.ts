import { budgetText } from '../../core/agent/budget.ts';
import type { Approvable } from '../../core/agent/approval.ts';
import { lineDiff } from './lineDiff.ts';
import { escaped } from '../text/escaped.ts';
import { vectorText } from '../text/entryText.ts';

/** How many unchanged lines stand around what changed. */
const AROUND = 2;

/**
 * All that a person approves, whole: what is not printable stands there as an escape instead of being left out, and
 * nothing is masked, as it is what will be started.
 */
export const approvableText = (content: Approvable): string =>
  [
    ...headOf(content),
    ...vectorsOf(content),
    ...promptOf(content),
    ...(content.record === null ? [] : ['Record for the executor:', `  ${escaped(content.record)}`]),
  ].join('\n');

/**
 * What differs between what was approved and what is there now: lines with `-` are gone, lines with `+` are new. Empty
 * where nothing does.
 */
export function differenceText(before: Approvable, now: Approvable): string {
  const lines = lineDiff(approvableText(before).split('\n'), approvableText(now).split('\n'));
  if (lines.every(({ kind }) => kind === 'same')) {
    return '';
  }
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'same');
  const shown: string[] = [];
  for (const [index, { kind, text }] of lines.entries()) {
    if (kind !== 'same') {
      shown.push(`${kind === 'old' ? '-' : '+'} ${text}`);
    } else if (isNear(index)) {
      shown.push(`  ${text}`);
    } else if (shown.at(-1) !== '  …') {
      shown.push('  …');
    }
  }
  return shown.join('\n');
}

function headOf({
  id,
  kind,
  agent,
  mode,
  session,
  repeat,
  waits_for,
  retries,
  budget,
  folder,
  cwd,
  works_in: worksIn,
}: Approvable): readonly string[] {
  const rows: readonly (readonly [name: string, value: string | null])[] = [
    ['Entry', id],
    ['Kind', kind],
    ['Agent', agent],
    ['Mode', mode],
    ['Session', session],
    ['Repeats', repeat],
    ['Waits for', waits_for],
    ['Retries', retries > 0 ? String(retries) : null],
    ['Budget', budget ? budgetText(budget) : null],
    ['Schedule in', folder],
    ['Folder', cwd],
    ['Works in', worksIn ? 'a worktree of its own, a copy of what is committed by then' : 'the checkout itself'],
    ['Copied', worksIn?.copy.length ? worksIn.copy.join(', ') : null],
    ['Linked', worksIn?.link.length ? worksIn.link.join(', ') : null],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [`${`${name}:`.padEnd(13)}${escapedLine(value)}`]));
}

function vectorsOf({ executable, called_as: calledAs, input, vectors }: Approvable): readonly string[] {
  const [first = [], second] = vectors;
  return [
    'Program and arguments:',
    executable === '' ? 'Nothing: the prompt is written to a file.' : vectorText([executable, ...first]),
    ...(second ? ['In the same conversation, from the second run on:', vectorText([executable, ...second])] : []),
    ...(calledAs === executable ? [] : [`Called as:   ${escapedLine(calledAs)}`]),
    ...(input === 'argument' || executable === '' ? [] : ['The prompt goes to its standard input.']),
  ];
}

const promptOf = ({ prompt }: Approvable): readonly string[] =>
  prompt === ''
    ? []
    : [
        'Prompt:',
        ...prompt
          .trimEnd()
          .split('\n')
          .map(line => `  ${escaped(line)}`),
      ];

const escapedLine = (text: string): string => escaped(text.replaceAll('\n', '\\n'));
