import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Clock } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import type { KeptWork } from '../../verbs/resultDesk.ts';
import { begunRefusal } from './deciding.ts';
import { endWorktree } from '../worktrees/endWorktree.ts';
import { takeWork } from '../worktrees/takeWork.ts';
import { holdCommits, looseCommits } from './looseCommits.ts';
import { isIn, mergeWork, type Work } from '../merge/mergeWork.ts';
import { complaintOf } from '../merge/quietGit.ts';
import { placeOf, type ResultPlace } from './resultPlace.ts';
import { discardedRef, writeResult, type ResultRecord } from './resultRecord.ts';

/** Who takes the work: this machine's home, and the clock. */
export interface Decider {
  readonly home: string;
  readonly clock: Clock;
}

/**
 * Brings the work of a run into the branch that is checked out, or leaves it as the branch `asBranch`, and then takes
 * the worktree away. What is not committed is committed first, on the run's own branch. Every step leaves the work on a
 * branch, so that a Keep that was cut off is finished by another one.
 */
export async function keepWork(by: Decider, record: ResultRecord, asBranch?: string): Promise<KeptWork | Refusal> {
  const place = await placeOf(by.home, record);
  if (isRefusal(place)) {
    return place;
  }
  try {
    return await keepAt(by, place, record, asBranch);
  } finally {
    await place.inside?.end();
  }
}

async function keepAt(
  by: Decider,
  place: ResultPlace,
  record: ResultRecord,
  asBranch: string | undefined,
): Promise<KeptWork | Refusal> {
  const { inside, tip, held: before } = place;
  if (!inside && tip === undefined) {
    return record.kept
      ? end(by, record, record.kept)
      : refusal(l10n.t('Nothing of the work is there any more: its worktree and its branch are gone. Discard it.'));
  }
  const name = asBranch === '' ? record.branch : asBranch;
  const work = await workOf(place, record);
  if (isRefusal(work)) {
    return work;
  }
  const brought =
    name === undefined ? await mergeWork(place.git, work) : await leaveAsBranch(by, place, { record, work, name });
  if (isRefusal(brought)) {
    return brought;
  }
  const loose = await looseCommits(place, record, { safe: [brought.commit, work.commit] });
  if (isRefusal(loose)) {
    return loose;
  }
  const ref = loose.length === 0 ? undefined : discardedRef(record.token);
  const all = before === undefined ? loose : [...loose, before];
  const message = `Left out of ${record.branch}\n`;
  const held = ref === undefined ? '' : await holdCommits(place.git, { ref, held: before }, all, message);
  if (typeof held !== 'string') {
    return held;
  }
  const kept: KeptWork = {
    ...(brought.commits === 0 && record.kept ? record.kept : brought),
    ...(ref !== undefined && { ref }),
  };
  const decided = {
    ...record,
    ...{ kept, work: work.commit, decidedAt: by.clock.now() },
    ...(name !== undefined && { asBranch: name }),
    ...(ref !== undefined && { ref }),
  };
  await writeResult(by.home, decided);
  const isOnIt = kept.branch === record.branch;
  const refused =
    (await begunRefusal(by.home, decided)) ??
    (await endWorktree(by.home, record, { safeIn: work.commit, keepsBranch: isOnIt, opened: inside }));
  return refused
    ? refusal(l10n.t('The work is on {0} now, and its worktree is still there. {1}', kept.branch, refused.why))
    : end(by, decided, kept);
}

async function end({ home }: Decider, record: ResultRecord, kept: KeptWork): Promise<KeptWork> {
  await writeResult(home, { ...record, state: 'kept', branch: kept.branch });
  return kept;
}

/** The name of a run's work in a commit. */
export const workTitle = ({ title, agent }: ResultRecord): string =>
  `${cleanLine(agent, 30) || 'An agent'}: ${cleanLine(title, 60) || 'work of a run'}`;

const messageOf = (record: ResultRecord): string =>
  `${workTitle(record)}\n\nWhat run ${record.token.slice(0, 8)} of Defer had not committed.\n`;

/** All of the work as one commit, on the run's own branch. */
async function workOf(place: ResultPlace, record: ResultRecord): Promise<Work | Refusal> {
  const { git, inside, tip, head } = place;
  const { branch } = record;
  const message = `${workTitle(record)}\nRun ${record.token.slice(0, 8)} of Defer.`;
  if (!inside) {
    return tip === undefined ? refusal(l10n.t('The branch of the run is gone.')) : { commit: tip, branch, message };
  }
  if (head === undefined) {
    return refusal(
      l10n.t('No commit is checked out in the worktree. Discard it: that keeps what is in it for 30 days.'),
    );
  }
  if (tip !== undefined && !(await isIn(git, tip, head))) {
    const short = head.slice(0, 12);
    return refusal(
      l10n.t(
        'The agent left its branch: {0} has commits that are not in {1}, which is checked out in the worktree. Merge what you want by hand ("git merge {2}"), and discard the rest.',
        branch,
        short,
        short,
      ),
    );
  }
  const taken = await takeWork(record, inside, { message: messageOf(record), isNamed: true });
  return isRefusal(taken) ? taken : { commit: taken.commit, branch, message };
}

interface Wanted {
  readonly record: ResultRecord;
  readonly work: Work;
  readonly name: string;
}

async function leaveAsBranch(
  { home }: Decider,
  { git }: ResultPlace,
  { record, work, name }: Wanted,
): Promise<KeptWork | Refusal> {
  const shown = cleanLine(name, 100);
  const ref = `refs/heads/${name}`;
  // The record's own branch name was checked before.
  const isName =
    name === record.branch ||
    (!name.startsWith('-') && (await git.line(['check-ref-format', '--branch', name])) === name);
  if (!isName || name === 'HEAD') {
    return refusal(l10n.t('"{0}" is not a valid branch name. Choose another one.', shown));
  }
  const commits = Number(await git.line(['rev-list', '--count', `${record.base}..${work.commit}`, '--']));
  const kept = { branch: name, commit: work.commit, commits };
  if (name === record.branch) {
    return kept;
  }
  const there = await git.line(['rev-parse', '--verify', '--quiet', ref]);
  if (there !== undefined && !(record.asBranch === name && there === work.commit)) {
    return refusal(l10n.t('There is a branch "{0}" already. Choose another name.', shown));
  }
  await writeResult(home, { ...record, asBranch: name });
  const made = there === undefined ? await git.say(['update-ref', '--no-deref', ref, work.commit, '']) : undefined;
  return made?.ok === false
    ? refusal(l10n.t('The branch "{0}" could not be made: {1}.', shown, complaintOf(made)))
    : kept;
}
