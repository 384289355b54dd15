import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import { cronExamples, unsupportedMark } from './cronUnsupported.ts';
import type { FieldShape } from './fieldShapes.ts';

const ITEM = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,4}))?$/;

/**
 * A field in upper case as cron-parser takes it: as it stands, but for a list that names a number twice (`0,7`,
 * `1-5,5`) and a range of weekdays that runs over the end (`FRI-MON`): both are legal, and written out here. A refusal
 * says what is wrong with it.
 */
export function plainField(field: string, shape: FieldShape): string | Refusal {
  if (field === '*' || shape.special?.test(field) === true) {
    return field;
  }
  const named: number[] = [];
  let isPlain = true;
  let hasLast = false;
  const items = field.split(',');
  for (const item of items) {
    if (item === 'L' && shape.takesLast) {
      isPlain &&= !hasLast;
      hasLast = true;
      continue;
    }
    const range = rangeOf(item, field, shape);
    if (typeof range === 'string') {
      return refusal(`${range} ${cronExamples()}`);
    }
    isPlain &&= !range.isOver;
    named.push(...range.values);
  }
  const values = [...new Set(named.map(value => (shape.wraps === true ? value % 7 : value)))].sort((a, b) => a - b);
  return isPlain && values.length === named.length ? field : [...values, ...(hasLast ? ['L'] : [])].join(',');
}

interface Range {
  readonly values: readonly number[];
  /** It runs over the end of the week. */
  readonly isOver: boolean;
}

/** The numbers of an item of a list, or what is wrong with the field, in a sentence. */
function rangeOf(item: string, field: string, shape: FieldShape): Range | string {
  const { low, high, wraps } = shape;
  const [, from, to, step] = ITEM.exec(item) ?? [];
  const first = from === '*' ? low : numberOf(from, shape);
  // A step without an end goes on to the end of the field.
  const open = from === '*' || step !== undefined ? high : first;
  const last = to === undefined ? open : numberOf(to, shape);
  // `*-5` is no range.
  if (first === undefined || last === undefined || (from === '*' && to !== undefined)) {
    return unsupportedMark(field, shape) ?? takesText(field, shape);
  }
  const every = Number(step ?? 1);
  if (every < 1 || every > high) {
    return l10n.t(
      'The {0} "{1}" cannot step by {2}, only by 1 to {3}; for other intervals use --every.',
      shape.name(),
      field,
      every,
      high,
    );
  }
  const isOver = first > last && wraps === true;
  if (first > last && !isOver) {
    return l10n.t(
      'The {0} "{1}" has a range that runs backwards; split it in two, such as {2}.',
      shape.name(),
      field,
      split(first, last, step, shape),
    );
  }
  const end = isOver ? last + 7 : last;
  const count = Math.floor((end - first) / every) + 1;
  const values = Array.from({ length: count }, (_, index) => first + index * every);
  return { values, isOver };
}

/**
 * The two ranges of one that runs backwards, such as `22-23,0-6`; with a step its second part begins where the step
 * comes to.
 */
function split(first: number, last: number, step: string | undefined, { low, high }: FieldShape): string {
  if (step === undefined) {
    return `${first}-${high},${low}-${last}`;
  }
  const size = high - low + 1;
  const next = first + Math.ceil((high + 1 - first) / Number(step)) * Number(step) - size;
  return next > last ? `${first}-${high}/${step}` : `${first}-${high}/${step},${next}-${last}/${step}`;
}

const takesText = (field: string, { name, low, high, names }: FieldShape): string =>
  names.length === 0
    ? l10n.t(
        'The {0} "{1}" takes {2} to {3}, lists (1,3), ranges (1-5) and steps (*/2).',
        ...[name(), field, low, high],
      )
    : l10n.t(
        'The {0} "{1}" takes {2} to {3} or {4} to {5}, lists (1,3), ranges (1-5) and steps (*/2).',
        ...[name(), field, low, high, names[0] ?? '', names.at(-1) ?? ''],
      );

function numberOf(text: string | undefined, { low, high, names }: FieldShape): number | undefined {
  const named = names.indexOf(text ?? '');
  if (named >= 0) {
    return named + low;
  }
  const value = /^\d{1,2}$/.test(text ?? '') ? Number(text) : -1;
  return value >= low && value <= high ? value : undefined;
}
