import * as l10n from '@vscode/l10n';
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
export const resultTitle = ({ title }: Pick<ShownResult, 'title'>): string =>
  cleanLine(title, 120) || l10n.t('(no title)');

/** What was changed, for a row: `4 files +120 −8`. The commits count where the files do not tell. */
export function resultCounts({ changes = {} }: Pick<ShownResult, 'changes'>): string {
  const { commits: _, ...files } = changes;
  return changesText(files) || changesText(changes) || l10n.t('changes not counted');
}

/** What stands beside the title of a row: `claude · 4 files +120 −8`. `end`: how its run ended, where not well. */
export const resultBeside = (result: ShownResult, end = ''): string =>
  [cleanLine(result.agent, 30), resultCounts(result), result.endedAt === undefined ? l10n.t('end not seen') : end]
    .filter(Boolean)
    .join(' · ');

/**
 * What stands beside the title with the age of the result, for a row that does not begin with its time: `claude · 4
 * files +120 −8 · 12 min ago`.
 */
export const resultRowText = (result: ShownResult, now: Instant, end = ''): string =>
  `${resultBeside(result, end)} · ${ageText(resultMoment(result), now)}`;

/** Everything about a result as plain text, a line each; names of files at the end. */
export function resultTip(result: ShownResult, now: Instant, zone: string, end = ''): string {
  const { agent, changes, checkout, branch, worktree, endedAt, files } = result;
  const at = (moment: Instant): string => describeMoment(moment, now, zone);
  return [
    cleanLine(result.title, 300) || l10n.t('(no title)'),
    '',
    l10n.t('Agent: {0}', cleanLine(agent, 40)),
    l10n.t('Changes: {0}', changesText(changes ?? {}) || l10n.t('not counted')),
    l10n.t(
      'Ended: {0}',
      endedAt === undefined
        ? l10n.t('not seen; it was started {0}', at(result.startedAt))
        : [at(endedAt), end].filter(Boolean).join(', '),
    ),
    l10n.t('Branch: {0}', cleanLine(branch, 200)),
    l10n.t('Checkout: {0}', cleanLine(checkout, 300)),
    l10n.t('Worktree: {0}', cleanLine(worktree, 300)),
    ...(files.length === 0 ? [] : ['', ...filesText(files)]),
  ].join('\n');
}

/** How many names of files a tooltip has. */
const NAMED = 12;

const filesText = (files: readonly ChangedFile[]): readonly string[] => [
  ...files.slice(0, NAMED).map(changedFileText),
  ...(files.length > NAMED ? [l10n.t('… and {0} more', files.length - NAMED)] : []),
];

/** What is read before the differences: what the agent said last, and what was changed. */
export function resultPage(result: ShownResult, now: Instant, zone: string): string {
  const { agent, said = '' } = result;
  const spoken = clean(said).trim();
  const who = cleanLine(agent, 40);
  return [
    `${resultTitle(result)}`,
    '',
    `${who} · ${changesText(result.changes ?? {}) || l10n.t('changes not counted')} · ${describeMoment(resultMoment(result), now, zone)}`,
    '',
    spoken === '' ? l10n.t('What {0} said was not kept.', who) : l10n.t('{0} said last:', who),
    ...(spoken === '' ? [] : ['', spoken]),
    '',
  ].join('\n');
}

/** What the badge of the tree says of results that nobody has looked at; empty where there are none. */
export const unreadText = (count: number): string =>
  count === 0 ? '' : count === 1 ? l10n.t('1 unread result') : l10n.t('{0} unread results', count);
