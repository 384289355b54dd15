import { describeMoment } from '../../core/basics/describeMoment.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { ChangedFile, RunChanges } from '../../core/rows/runChanges.ts';
import { ageText } from '../text/conversationText.ts';
import { clean, cleanLine } from '../text/clean.ts';
import { changedFileText, changesText } from '../view/runHistory.ts';

/** What is shown of the result of a run in a worktree. */
export interface ShownResult {
  readonly title: string;
  readonly agent: string;
  readonly changes?: RunChanges;
  readonly files: readonly ChangedFile[];
  /** The top of the checkout, and the branch that has the work. */
  readonly checkout: string;
  readonly branch: string;
  readonly worktree: string;
  readonly startedAt: Instant;
  /** Absent where nobody saw the end of the run. */
  readonly endedAt?: Instant;
  /** What the agent printed last. */
  readonly said?: string;
}

/** When a result was seen last, to be sorted and told by. */
export const resultMoment = ({ startedAt, endedAt }: Pick<ShownResult, 'startedAt' | 'endedAt'>): Instant =>
  endedAt ?? startedAt;

/** The title of the entry, for a row. */
export const resultTitle = ({ title }: Pick<ShownResult, 'title'>): string => cleanLine(title, 120) || '(no title)';

/** What was changed, for a row: `4 files +120 −8`. The commits count where the files do not tell. */
export function resultCounts({ changes = {} }: Pick<ShownResult, 'changes'>): string {
  const { commits: _, ...files } = changes;
  return changesText(files) || changesText(changes) || 'changes not counted';
}

/** What stands beside the title of a row: `claude · 4 files +120 −8 · 12 min ago`. `end`: how its run ended, where not well. */
export const resultRowText = (result: ShownResult, now: Instant, end = ''): string =>
  [
    cleanLine(result.agent, 30),
    resultCounts(result),
    result.endedAt === undefined ? 'end not seen' : end,
    ageText(resultMoment(result), now),
  ]
    .filter(Boolean)
    .join(' · ');

/** Everything about a result as plain text, a line each; names of files at the end. */
export function resultTip(result: ShownResult, now: Instant, zone: string, end = ''): string {
  const { agent, changes, checkout, branch, worktree, endedAt, files } = result;
  const at = (moment: Instant): string => describeMoment(moment, now, zone);
  return [
    cleanLine(result.title, 300) || '(no title)',
    '',
    `Agent: ${cleanLine(agent, 40)}`,
    `Changes: ${changesText(changes ?? {}) || 'not counted'}`,
    `Ended: ${endedAt === undefined ? `not seen; it was started ${at(result.startedAt)}` : [at(endedAt), end].filter(Boolean).join(', ')}`,
    `Branch: ${cleanLine(branch, 200)}`,
    `Checkout: ${cleanLine(checkout, 300)}`,
    `Worktree: ${cleanLine(worktree, 300)}`,
    ...(files.length === 0 ? [] : ['', ...filesText(files)]),
  ].join('\n');
}

/** How many names of files a tooltip has. */
const NAMED = 12;

const filesText = (files: readonly ChangedFile[]): readonly string[] => [
  ...files.slice(0, NAMED).map(changedFileText),
  ...(files.length > NAMED ? [`… and ${files.length - NAMED} more`] : []),
];

/** What is read before the differences: what the agent said last, and what was changed. */
export function resultPage(result: ShownResult, now: Instant, zone: string): string {
  const { agent, said = '' } = result;
  const spoken = clean(said).trim();
  const who = cleanLine(agent, 40);
  return [
    `${resultTitle(result)}`,
    '',
    `${who} · ${changesText(result.changes ?? {}) || 'changes not counted'} · ${describeMoment(resultMoment(result), now, zone)}`,
    '',
    spoken === '' ? `What ${who} said was not kept.` : `${who} said last:`,
    ...(spoken === '' ? [] : ['', spoken]),
    '',
  ].join('\n');
}

/** What the badge of the tree says of results that nobody has looked at; empty where there are none. */
export const unreadText = (count: number): string =>
  count === 0 ? '' : `${count} unread result${count === 1 ? '' : 's'}`;
