import * as l10n from '@vscode/l10n';
import { budgetText } from '../../core/agent/budget.ts';
import type { Approvable } from '../../core/agent/approval.ts';
import { lineDiff, type DiffLine } from './lineDiff.ts';
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
    ...(content.record === null ? [] : [l10n.t('Record for the executor:'), `  ${escaped(content.record)}`]),
  ].join('\n');

/**
 * What differs between what was approved and what is there now: lines with `-` are gone, lines with `+` are new. Empty
 * where nothing does.
 */
export const differenceText = (before: Approvable, now: Approvable): string =>
  differenceLines(before, now)
    .map(({ kind, text }) => `${SIGNS[kind]} ${text}`)
    .join('\n');

const SIGNS = { old: '-', new: '+', same: ' ' } as const;

/** As `differenceText`, line by line: what changed, with a few lines around it. */
export function differenceLines(before: Approvable, now: Approvable): readonly DiffLine[] {
  const lines = lineDiff(approvableText(before).split('\n'), approvableText(now).split('\n'));
  if (lines.every(({ kind }) => kind === 'same')) {
    return [];
  }
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'same');
  const shown: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.kind !== 'same' || isNear(index)) {
      shown.push(line);
    } else if (shown.at(-1) !== LEFT_OUT) {
      shown.push(LEFT_OUT);
    }
  }
  return shown;
}

/** Stands for lines that did not change. */
const LEFT_OUT: DiffLine = { kind: 'same', text: '…' };

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
    [l10n.t('Entry'), id],
    [l10n.t('Kind'), kind],
    [l10n.t('Agent'), agent],
    [l10n.t('Mode'), mode],
    [l10n.t('Session'), session],
    [l10n.t('Repeats'), repeat],
    [l10n.t('Waits for'), waits_for],
    [l10n.t('Retries'), retries > 0 ? String(retries) : null],
    [l10n.t('Budget'), budget ? budgetText(budget) : null],
    [l10n.t('Schedule in'), folder],
    [l10n.t('Folder'), cwd],
    [
      l10n.t('Works in'),
      worksIn ? l10n.t('a worktree of its own, a copy of what is committed by then') : l10n.t('the checkout itself'),
    ],
    [l10n.t('Copied'), worksIn?.copy.length ? worksIn.copy.join(', ') : null],
    [l10n.t('Linked'), worksIn?.link.length ? worksIn.link.join(', ') : null],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [`${`${name}:`.padEnd(13)}${escapedLine(value)}`]));
}

function vectorsOf({ executable, called_as: calledAs, input, vectors }: Approvable): readonly string[] {
  const [first = [], second] = vectors;
  return [
    l10n.t('Program and arguments:'),
    executable === '' ? l10n.t('Nothing: the prompt is written to a file.') : vectorText([executable, ...first]),
    ...(second
      ? [l10n.t('In the same conversation, from the second run on:'), vectorText([executable, ...second])]
      : []),
    ...(calledAs === executable ? [] : [l10n.t('Called as:   {0}', escapedLine(calledAs))]),
    ...(input === 'argument' || executable === '' ? [] : [l10n.t('The prompt goes to its standard input.')]),
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
