import * as l10n from '@vscode/l10n';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { ageText } from '../../render/text/conversationText.ts';
import { PLAIN, type TerminalStyle } from '../../render/text/terminalStyle.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { badEndText } from '../../render/results/badEndText.ts';
import { changedFileText, changesText } from '../../render/view/runHistory.ts';
import type { ResultState, RunResult } from '../resultDesk.ts';

/** How much of a token names a run on a terminal. */
export const shortRun = ({ token }: RunResult): string => token.slice(0, 8);

/** Whether a person has still to decide about a result. */
export const isOpenResult = ({ state }: RunResult): boolean => state === 'unread' || state === 'read';

/** A result as `--json` gives it; null where nobody knows. Texts of the file and of agents are cleaned. */
export const resultJson = (result: RunResult): Readonly<Record<string, unknown>> => ({
  run: result.token,
  id: cleanLine(result.entryId),
  title: cleanLine(result.title),
  agent: cleanLine(result.agent, 40),
  result: result.state,
  branch: cleanLine(result.branch),
  base: result.base,
  head: result.changes?.head ?? null,
  commits: result.changes?.commits ?? null,
  files: result.changes?.files ?? null,
  insertions: result.changes?.insertions ?? null,
  deletions: result.changes?.deletions ?? null,
  dirty: result.changes?.dirty ?? null,
  started_at: toIso(result.startedAt),
  ended_at: result.endedAt === undefined ? null : toIso(result.endedAt),
  said: result.said === undefined ? null : clean(result.said),
  folder: clean(result.folder),
  checkout: clean(result.checkout),
  worktree: clean(result.worktree),
  ref: result.ref ?? null,
  until: result.until === undefined ? null : toIso(result.until),
});

/** What is said of results that a person has still to decide about, or has. */
const states = (): Readonly<Record<ResultState, string>> => ({
  running: l10n.t('running'),
  unread: '',
  read: l10n.t('seen'),
  kept: l10n.t('kept'),
  discarded: l10n.t('discarded'),
  nothing: l10n.t('changed nothing'),
  superseded: l10n.t('gone on with'),
});

/** What a run left, in short: `2 commits, 4 files +120 −8`. */
export function leftText({ changes, state }: RunResult): string {
  const left = changes ? changesText(changes) : '';
  return left !== '' || state === 'running' || state === 'nothing'
    ? left
    : changes
      ? l10n.t('no file')
      : l10n.t('changes not counted');
}

/** How a result stands, and how its run ended where that was not well. */
function standingOf({ state, token, endedAt }: RunResult, runs?: ReadonlyMap<string, Run>): string {
  const isUnseen = endedAt === undefined && state !== 'running';
  return [isUnseen ? l10n.t('end not seen') : badEndText(runs?.get(token)), states()[state]].filter(Boolean).join(', ');
}

/** What a list of results is shown with. */
interface Shown {
  readonly now: Instant;
  readonly style?: TerminalStyle | undefined;
  /** The runs that left them, by token, where they are known. */
  readonly runs?: ReadonlyMap<string, Run>;
}

/** A line for each result, unread ones first, then how one looks, keeps and discards. */
export function resultsText(results: readonly RunResult[], { now, style = PLAIN, runs }: Shown): string {
  const sorted = [...results].sort((a, b) => Number(b.state === 'unread') - Number(a.state === 'unread'));
  const titles = sorted.map(titleOf);
  const agents = sorted.map(({ agent }) => cleanLine(agent, 20));
  const lefts = sorted.map(leftText);
  const widthOf = (texts: readonly string[]): number => Math.max(...texts.map(text => [...text].length));
  const lines = sorted.map((result, index) =>
    [
      shortRun(result),
      (agents[index] ?? '').padEnd(widthOf(agents)),
      (titles[index] ?? '').padEnd(widthOf(titles)),
      style.paint(
        'quiet',
        `${(lefts[index] ?? '').padEnd(widthOf(lefts))}  ${ageText(result.endedAt ?? result.startedAt, now)}`,
      ),
      style.paint('quiet', standingOf(result, runs)),
    ]
      .join('  ')
      .trimEnd(),
  );
  const open = sorted.find(isOpenResult);
  return open ? [...lines, '', howTo(shortRun(open))].join('\n') : lines.join('\n');
}

/** The commands that decide about a result. */
const howTo = (run: string): string =>
  [
    l10n.t('Look at one with "defer results {0}".', run),
    l10n.t(
      'Keep it with "defer keep {0}", or as a branch with --as-branch. Discard it with "defer discard {1}".',
      run,
      run,
    ),
  ].join('\n');

const titleOf = ({ title }: RunResult): string => cleanLine(title, 60) || l10n.t('(no title)');

/** How many changed files are named. */
const MOST_FILES = 200;

/** All that is known of a result: what it is about, its files, what the agent said last, and how to decide. */
export function resultText(result: RunResult, { now, zone, runs }: Shown & { readonly zone: string }): string {
  const { files, changes, said, ref, until } = result;
  const more = (changes?.files ?? files.length) - Math.min(files.length, MOST_FILES);
  const run = shortRun(result);
  const decided =
    ref !== undefined && until !== undefined
      ? l10n.t(
          'Kept under {0} until {1}. "git branch NAME {2}" brings it back.',
          ref,
          describeMoment(until, now, zone),
          ref,
        )
      : '';
  return [
    `${titleOf(result)}`,
    `${cleanLine(result.agent, 30)}, ${ageText(result.endedAt ?? result.startedAt, now)}. ${[leftText(result), standingOf(result, runs)].filter(Boolean).join(', ')}`,
    l10n.t('Branch: {0}, from {1}', cleanLine(result.branch), result.base.slice(0, 10)),
    ...(isOpenResult(result) ? [l10n.t('Worktree: {0}', cleanLine(result.worktree, 500))] : []),
    ...(files.length > 0 ? ['', ...files.slice(0, MOST_FILES).map(changedFileText)] : []),
    ...(more > 0 ? [l10n.t('and {0} more', more)] : []),
    ...(said ? ['', l10n.t('What the agent printed last:'), clean(said)] : []),
    ...(decided === '' ? [] : ['', decided]),
    ...(isOpenResult(result)
      ? [
          '',
          l10n.t(
            'Keep it with "defer keep {0}", or as a branch with --as-branch. Discard it with "defer discard {1}".',
            run,
            run,
          ),
        ]
      : []),
  ].join('\n');
}
