import * as l10n from '@vscode/l10n';
import { PROMPT_FILE } from '../../core/agent/launch.ts';
import { tokensText } from '../../core/usage/sumTokens.ts';
import { isSilent } from '../../core/agent/nothingToReport.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { compareDates } from '../../core/basics/calendarDate.ts';
import { dateText } from '../../core/basics/dateText.ts';
import type { ChangedFile, RunChanges } from '../../core/rows/runChanges.ts';
import { toRuns, type Alive, type Run } from '../../core/rows/runEvents.ts';
import type { Schedule } from '../../core/fold/schedule.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { DAY, fromIso, type Instant } from '../../core/basics/time.ts';
import { toWall, clockText } from '../../core/basics/wallClock.ts';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import { cleanLine } from '../text/clean.ts';
import { outcomeWord } from './statusWords.ts';
import { nearText } from './standingText.ts';
import { durationText } from '../../core/basics/durationText.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';

/** One run of one entry, tagged with whatever its schedule was given with. */
export interface PastRun<Tag> {
  readonly run: Run;
  readonly state: EntryState;
  readonly entry: Entry;
  /** When it was started, else claimed; of skipped slots the first one. Undefined where the file does not tell. */
  readonly at: Instant | undefined;
  readonly tag: Tag;
}

/** The runs of several schedules, newest first, at most `most` of them; of `only` that entry where it is given. */
export function pastRuns<Tag>(
  schedules: readonly { readonly schedule: Schedule; readonly tag: Tag }[],
  alive: Alive,
  most: number,
  only?: EntryState,
): readonly PastRun<Tag>[] {
  const found = schedules.flatMap(({ schedule, tag }) =>
    [...(only ? [only] : schedule.all())].flatMap(state =>
      state.hasRuns ? toRuns(state.runEvents(), alive).map(run => ({ run, state, tag, at: placeInTime(run) })) : [],
    ),
  );
  const entries = new Map<EntryState, Entry>();
  const entryOf = (state: EntryState): Entry => {
    const entry = entries.get(state) ?? toEntry(state);
    entries.set(state, entry);
    return entry;
  };
  // Runs of one moment stay in their order, the later one first.
  return found
    .reverse()
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
    .slice(0, most)
    .map(one => ({ ...one, entry: entryOf(one.state) }));
}

const placeInTime = (run: Run): Instant | undefined =>
  timeOf(run.started_at ?? run.claimed_at ?? run.ended_at ?? run.occ);

/** The day of a run as a person in a zone names it: `Today`, `Yesterday`, `Thu 12 Nov`. */
export function dayOf(at: Instant | undefined, now: Instant, zone: string): string {
  if (at === undefined) {
    return l10n.t('At an unknown time');
  }
  const [wall, today] = [toWall(at, zone), toWall(now, zone)];
  const days = compareDates(today, wall) / DAY;
  return days === 0 ? l10n.t('Today') : days === 1 ? l10n.t('Yesterday') : dateText(wall, wall.year !== today.year);
}

/** The time of day of a run, `10:03`. */
export function clockOf(at: Instant | undefined, zone: string): string {
  const wall = at === undefined ? undefined : toWall(at, zone);
  return wall ? clockText({ hour: wall.hour, minute: wall.minute }) : '';
}

/** Names of the signals that end programs, by their numbers; the same on every system that has them. */
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

/** The signal behind an exit code, 128 and its number; null where there is none. */
export const signalOf = (exitCode: number | null): string | null =>
  exitCode === null ? null : (SIGNALS[exitCode - 128] ?? null);

/** When a run is shown, and in which IANA zone. */
interface Shown {
  readonly now: Instant;
  readonly zone: string;
}

/**
 * How a run went, in words: `ok`, `failed, exit code 3`, `interrupted, SIGHUP`, `end unknown`, `skipped, 4 slots`,
 * `limit again, now 21:20`.
 */
function outcomeText(run: Run, session: string | undefined, shown: Shown): string {
  const { outcome, exit_code: code, started_at: started, slots = 1 } = run;
  const end = signalOf(code) ?? l10n.t('exit code {0}', code ?? '');
  switch (outcome) {
    case 'ok':
    case 'running':
    case 'stopped':
      return outcomeWord(outcome);
    case 'failed':
      return run.over_minutes === undefined
        ? l10n.t('failed, {0}', end)
        : l10n.t('failed, over its {0}', minutesText(run.over_minutes));
    case 'interrupted':
      return started === null && code === null ? l10n.t('never started') : l10n.t('interrupted, {0}', end);
    case 'unknown':
      return l10n.t('end unknown');
    case 'limit':
      return limitText(run, session, shown);
    case 'skipped':
      return slots === 1 ? l10n.t('skipped') : l10n.t('skipped, {0} slots', slots);
  }
}

/** How many minutes a run had: `20 minutes`. */
export const minutesText = (minutes: number): string =>
  minutes === 1 ? l10n.t('1 minute') : l10n.t('{0} minutes', minutes);

/** `again`: where the run continued a conversation that was put off, which most often a limit had stopped before. */
function limitText({ limit, asks }: Run, session = '', { now, zone }: Shown): string {
  const resetsAt = timeOf(limit);
  const what = isBoundSession(session) || session.startsWith('run:') ? l10n.t('limit again') : l10n.t('limit');
  if (resetsAt === undefined) {
    return l10n.t('{0}, reset not told', what);
  }
  return asks
    ? l10n.t('{0}, waits for you, resets {1}', what, nearText(resetsAt, now, zone))
    : l10n.t('{0}, now {1}', what, nearText(resetsAt, now, zone));
}

/** What a run changed: `2 commits, 4 files +120 −8`; empty where that is nothing, or nobody knows. */
export function changesText({ commits = 0, files = 0, insertions = 0, deletions = 0 }: RunChanges): string {
  const counted = (count: number, one: string, many: string): string => (count === 1 ? one : many);
  const lines = [insertions, deletions] as const;
  return [
    ...(commits > 0 ? [counted(commits, l10n.t('1 commit'), l10n.t('{0} commits', commits))] : []),
    ...(files > 0
      ? [counted(files, l10n.t('1 file +{0} −{1}', ...lines), l10n.t('{0} files +{1} −{2}', files, ...lines))]
      : []),
  ].join(', ');
}

/** A file that a run changed, in a line: `+12 −3  src/retry.ts`. */
export const changedFileText = ({ path, insertions, deletions }: ChangedFile): string =>
  `${(insertions === undefined ? l10n.t('binary') : `+${insertions} −${deletions}`).padEnd(10)}  ${cleanLine(path, 500)}`;

/**
 * What stands beside the title of a run: how it went, how long it took, by which agent, whether nobody watched, and
 * what it changed.
 */
export function runSummary({ run, entry }: Pick<PastRun<unknown>, 'run' | 'entry'>, shown: Shown): string {
  const agent = run.agent ?? entry.agent;
  const parts = [
    outcomeText(run, entry.session, shown),
    run.duration_ms === null ? '' : durationText(run.duration_ms),
    agent === undefined || run.outcome === 'skipped' ? '' : cleanLine(agent, 30),
    run.unattended ? l10n.t('automatic') : '',
    changesText(run),
    isSilent(run) ? l10n.t('nothing to report') : '',
  ];
  return parts.filter(part => part !== '').join(' · ');
}

/** How much of a run's token names it among others. */
export const shortToken = ({ token, outcome }: Run): string =>
  outcome === 'skipped' ? '' : cleanLine(token).slice(0, 8);

/** All else that is known of a run, a line each. */
export function runDetails(
  { run }: Pick<PastRun<unknown>, 'run'>,
  { now, zone }: { readonly now: Instant; readonly zone: string },
): readonly string[] {
  const moment = (iso: string | null): string | null => {
    const at = iso === null ? undefined : fromIso(iso)?.at;
    return at === undefined ? iso : describeMoment(at, now, zone);
  };
  const line = (name: string, value: string | number | null): readonly string[] =>
    value === null || value === '' ? [] : [`${name} ${cleanLine(String(value), 200)}`];
  return [
    ...line(l10n.t('run'), shortToken(run)),
    ...line(
      l10n.t('occurrence'),
      run.gen > 0 && run.outcome !== 'skipped' ? l10n.t('{0}, run {1} of it', run.occ, run.gen + 1) : run.occ,
    ),
    ...line(l10n.t('started'), moment(run.started_at)),
    ...line(l10n.t('ended'), moment(run.ended_at)),
    ...line(l10n.t('session'), run.session),
    ...line(
      l10n.t('process'),
      run.pid === null ? null : l10n.t('{0} on {1}', run.pid, run.host ?? l10n.t('an unknown machine')),
    ),
    ...line(l10n.t('used'), tokensOf(run)),
    ...line(l10n.t('commit'), commitsOf(run)),
    ...(run.place === 'worktree' ? [l10n.t('in a worktree of its own')] : []),
    ...(run.dirty ? [l10n.t('not all of it committed')] : []),
    ...line(l10n.t('prompt'), run.prompt_sha === null ? null : run.prompt_sha.slice(0, 16)),
  ];
}

/** What a run used, or that nobody knows; null where no agent ran to an end. */
export function tokensOf({ used, agent, outcome, exit_code: code }: Run): string | null {
  const isAgent = agent !== 'command' && agent !== PROMPT_FILE && outcome !== 'skipped' && code !== null;
  return used ? tokensText(used) : isAgent ? l10n.t('tokens not known') : null;
}

/** The commit that was checked out, and the one after it where that is another. */
function commitsOf({ base, head }: RunChanges): string | null {
  const [before, after] = [base, head].map(commit => commit?.slice(0, 10) ?? l10n.t('none'));
  return base === undefined && head === undefined ? null : before === after ? `${before}` : `${before} → ${after}`;
}

/** What people read on a terminal: the days, each with its runs, newest first; with everything of each where `full`. */
export function historyText(
  runs: readonly PastRun<unknown>[],
  { now, zone, full }: { readonly now: Instant; readonly zone: string; readonly full: boolean },
): string {
  const titles = runs.map(({ entry }) => cleanLine(entry.title, 60) || l10n.t('(no title)'));
  const width = titles.reduce((most, title) => Math.max(most, [...title].length), 0);
  let day = '';
  return runs
    .flatMap((one, index) => {
      const today = dayOf(one.at, now, zone);
      const heading = today === day ? [] : [today];
      day = today;
      const start = `  ${clockOf(one.at, zone).padEnd(5)}  ${shortToken(one.run).padEnd(8)}`;
      const title = full ? '' : `  ${(titles[index] ?? '').padEnd(width)}`;
      const details = full ? runDetails(one, { now, zone }).map(detail => `           ${detail}`) : [];
      return [...heading, `${start}${title}  ${runSummary(one, { now, zone })}`, ...details];
    })
    .join('\n');
}
