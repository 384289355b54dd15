import * as l10n from '@vscode/l10n';
import { toEntry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { timeIn } from '../../core/rows/fieldValues.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { doneOccurrences } from '../../core/entry/dealtWith.ts';
import { occurrenceOf } from '../../core/entry/occurrenceOf.ts';
import type { Schedule } from '../../core/fold/schedule.ts';
import { instant, toIso, type Instant } from '../../core/basics/time.ts';
import { changedPaths, isBranch, readWaits, type Observation, type Waits } from '../../core/entry/waitsFor.ts';
import type { EventSource, Wanted } from './eventSource.ts';
import type { EventOptions } from './eventSource.ts';
import { GitBranches, type Branches } from './gitBranch.ts';
import { GlobFiles } from './globFiles.ts';
import { isHere, whereabouts } from '../processes/machineId.ts';
import { isRunning, markOf } from '../processes/processMark.ts';

type Fields = Readonly<Record<string, unknown>>;
type Of<Kind extends Waits['kind']> = Extract<Waits, { readonly kind: Kind }>;

const NOT_YET: Observation = { at: undefined };
const doubtful = (doubt: string): Observation => ({ at: undefined, doubt });

/**
 * Looks whether what entries wait for has happened (docs/time.md, "Due by event"). What has happened stays so until the
 * entry's baseline says that it was handled. An entry is late from when it happened, as far as that can be told: a file
 * from its own time of change, an entry from the row that closed it, a branch from the commit that brought it in, a
 * process from when its end was first seen here; never from before the entry began to wait.
 */
export class Lookout implements Pick<EventSource, 'observe' | 'baseline'> {
  private readonly files: GlobFiles;
  private readonly git: GitBranches;
  private readonly options: EventOptions;
  /**
   * The processes that were seen while they ran, and when the ends of others were first seen; by what tells them apart.
   */
  private readonly running = new Set<string>();
  private readonly ends = new Map<string, Instant>();

  constructor(folder: string, options: EventOptions = {}) {
    this.files = new GlobFiles(folder);
    this.git = new GitBranches(folder);
    this.options = options;
  }

  async observe(state: EntryState, schedule: Schedule): Promise<Observation> {
    const waits = readWaits(state.fields()['waits_for']);
    if (isRefusal(waits)) {
      return doubtful(waits.why);
    }
    const observation = await this.observeWaits(waits, schedule);
    const since = waits.since ?? instant(0);
    const { at } = observation;
    return { ...observation, at: at === undefined ? at : instant(Math.max(at, since)), ...titleFor(waits, schedule) };
  }

  private async observeWaits(waits: Waits, schedule: Schedule): Promise<Observation> {
    switch (waits.kind) {
      case 'file':
        return this.observeFiles(waits);
      case 'after':
        return observeEntry(waits, schedule);
      case 'merged':
        return this.observeBranch(waits);
      case 'exits':
        return this.observeProcess(waits);
    }
  }

  private async observeFiles({ glob, baseline }: Of<'file'>): Promise<Observation> {
    const found = await this.files.find(glob);
    if (isRefusal(found)) {
      return doubtful(found.why);
    }
    const seen = Object.fromEntries([...found].map(([path, { hash }]) => [path, hash]));
    const changed = changedPaths(baseline, seen).map(path => found.get(path)?.changed ?? instant(0));
    // A file may come with a time of its own, even one that is still ahead.
    return changed.length === 0 ? NOT_YET : { at: instant(Math.min(...changed, Date.now())), seen };
  }

  private async observeBranch({ branch, into, baseline }: Of<'merged'>): Promise<Observation> {
    const branches = await this.branches();
    if (isRefusal(branches)) {
      return doubtful(branches.why);
    }
    // Once it was merged a branch is often deleted: then the commit that it was last known at tells.
    const commits = new Set([...tipsOf(branches, branch).values()].slice(0, 1));
    if (commits.size === 0) {
      commits.add(baseline);
    }
    for (const commit of commits) {
      for (const target of new Set(tipsOf(branches, into).values())) {
        if (await this.git.isIn(commit, target)) {
          return { at: (await this.git.cameIn(commit, target)) ?? instant(0) };
        }
      }
    }
    return NOT_YET;
  }

  private async observeProcess({ pid, host, machine, baseline, since }: Of<'exits'>): Promise<Observation> {
    if (!isHere({ host, machine })) {
      return doubtful(l10n.t('The process is on another machine and can only be seen there.'));
    }
    const name = `${pid} ${baseline}`;
    if (await isRunning({ pid, born: baseline, since })) {
      this.running.add(name);
      return NOT_YET;
    }
    // What was gone at the first look had ended before anybody here looked, and so before the moment that is asked
    // about.
    const seen = this.running.has(name) ? Date.now() : Math.floor(performance.timeOrigin);
    const at = this.ends.get(name) ?? instant(seen);
    this.ends.set(name, at);
    return { at };
  }

  async baseline(wanted: Wanted, schedule: Schedule, now: Instant): Promise<Fields | Refusal> {
    const since = toIso(now);
    if (wanted.file !== undefined) {
      const found = await this.files.find(wanted.file);
      const baseline = isRefusal(found)
        ? found
        : Object.fromEntries([...found].map(([path, { hash }]) => [path, hash]));
      return isRefusal(found) ? found : { file: wanted.file.trim(), baseline, since };
    }
    if (wanted.after !== undefined) {
      return entryBaseline(wanted.after, schedule, since);
    }
    if (wanted.merged !== undefined) {
      return this.branchBaseline(wanted.merged, since);
    }
    const pid = wanted.exits ?? 0;
    const mark = await markOf(pid);
    return (await isRunning(mark))
      ? { exits: pid, ...whereabouts(), ...(mark.born !== null && { baseline: mark.born }), since }
      : refusal(l10n.t('There is no process {0} on this machine. "ps" shows those that run.', pid));
  }

  private async branchBaseline(branch: string, since: string): Promise<Fields | Refusal> {
    const branches = await this.branches();
    if (isRefusal(branches)) {
      return branches;
    }
    const [tip] = isBranch(branch) ? tipsOf(branches, branch).values() : [];
    if (tip === undefined) {
      return refusal(
        l10n.t('There is no such branch here. "git branch --all" shows them; fetch it first if it is new.'),
      );
    }
    const into = mainOf(branches, branch) ?? (await this.git.current());
    if (into === undefined || into === branch) {
      return refusal(l10n.t('There is no main branch here that it could be merged into.'));
    }
    for (const target of new Set(tipsOf(branches, into).values())) {
      if (await this.git.isIn(tip, target)) {
        return refusal(l10n.t('The branch is already in {0}. Wait for it once it has commits of its own.', into));
      }
    }
    return { merged: branch, into, baseline: tip, since };
  }

  private async branches(): Promise<Branches | Refusal> {
    if (this.options.git?.() === false) {
      return refusal(l10n.t('Git is not asked in a workspace that you do not trust.'));
    }
    return (
      (await this.git.all()) ??
      refusal(
        l10n.t('Git cannot be asked about this folder. Most often it is in no git repository, or git is not on PATH.'),
      )
    );
  }
}

/** The commits of a branch of this name, the local one first, then those of remotes; a remote's may be named whole. */
function tipsOf(branches: Branches, name: string): ReadonlyMap<string, string> {
  const local = branches.get(`refs/heads/${name}`);
  const remote = [...branches].filter(
    ([ref]) => ref === `refs/remotes/${name}` || /^refs\/remotes\/[^/]+\/(.+)$/.exec(ref)?.[1] === name,
  );
  return new Map([...(local === undefined ? [] : [[`refs/heads/${name}`, local] as const]), ...remote]);
}

/** The branch that others are merged into: what a remote calls its head, else main, master or trunk. */
function mainOf(branches: Branches, but: string): string | undefined {
  const names = ['main', 'master', 'trunk', 'develop'];
  return names.find(name => name !== but && tipsOf(branches, name).size > 0);
}

/** The title of the entry that is waited for; it is said in place of its id. */
function titleFor(waits: Waits, schedule: Schedule): Pick<Observation, 'title'> {
  const other = waits.kind === 'after' ? schedule.get(waits.id) : undefined;
  return other ? { title: toEntry(other).title } : {};
}

function entryBaseline(id: string, schedule: Schedule, since: string): Fields | Refusal {
  const other = schedule.get(id);
  if (!other) {
    return refusal(l10n.t('No entry has that id. "defer list" shows the ids.'));
  }
  if (!other.isOpen) {
    return refusal(l10n.t('The entry to wait for is already {0}.', other.status));
  }
  const comesAgain = other.repeat !== undefined || other.waits !== undefined;
  return { after: id, ...(comesAgain && { baseline: doneOccurrences(other.runEvents()).length }), since };
}

/** Whether another entry was done: closed as done, or, where it comes again, one more of its occurrences. */
function observeEntry({ id, baseline }: Of<'after'>, schedule: Schedule): Observation {
  const other = schedule.get(id);
  if (!other) {
    return doubtful(l10n.t('The entry that it waits for is not in this schedule.'));
  }
  if (baseline !== undefined) {
    const done = doneOccurrences(other.runEvents());
    // Each occurrence counts once, however often it was moved; skipped ones are not done.
    const [first] =
      typeof baseline === 'number' ? done.slice(baseline) : done.filter(({ occ }) => occ >= toIso(baseline.slot));
    if (first !== undefined) {
      return { at: first.at, seen: done.length };
    }
  }
  if (other.isOpen) {
    return NOT_YET;
  }
  return other.status === 'done' && (baseline === undefined || !isRecorded(other))
    ? { at: timeIn(other.fields(), 'updated_at') ?? instant(0) }
    : doubtful(l10n.t('The entry that it waits for is {0}.', other.isGone ? 'gone' : other.status));
}

/** Whether an event tells how the last occurrence was dealt with. Other programs write none. */
function isRecorded(state: EntryState): boolean {
  const last = occurrenceOf(toEntry(state));
  return state.runEvents().some(({ event, occ }) => occ === last && event !== 'claimed' && event !== 'started');
}
