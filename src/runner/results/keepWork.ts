import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Clock } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import type { KeptWork } from '../../verbs/resultDesk.ts';
import { begunRefusal } from './deciding.ts';
import { endWorktree } from '../worktrees/endWorktree.ts';
import { takeWork } from '../worktrees/takeWork.ts';
import { holdCommits, looseCommits } from './looseCommits.ts';
import { identityRefusal, isIn, mergeWork, type Work } from '../merge/mergeWork.ts';
import { complaintOf } from '../merge/quietGit.ts';
import { placeOf, type ResultPlace } from './resultPlace.ts';
import { discardedRef, writeResult, type ResultRecord } from './resultRecord.ts';

/** Who takes the work: this machine's home, and the clock. */
export interface Decider {
  readonly home: string;
  readonly clock: Clock;
}

/**
 * Brings the work of a run into the branch that is checked out, or leaves it as the branch `asBranch`, and then takes the
 * worktree away. What is not committed is committed first, on the run's own branch. Every step leaves the work on a
 * branch, so that a Keep that was cut off is finished by another one.
 */
export async function keepWork(by: Decider, record: ResultRecord, asBranch?: string): Promise<KeptWork | Refusal> {
  const place = await placeOf(by.home, record);
  if (isRefusal(place)) {
    return place;
  }
  const { inside, tip } = place;
  if (!inside && tip === undefined) {
    return record.kept
      ? end(by, record, record.kept)
      : refusal('Nothing of the work is there any more: its worktree and its branch are gone. Discard it.');
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
  const loose = await looseCommits(place, record, [brought.commit, work.commit]);
  if (isRefusal(loose)) {
    return loose;
  }
  const ref = loose.length === 0 ? undefined : discardedRef(record.token);
  const held = ref === undefined ? '' : await holdCommits(place.git, ref, loose, `Left out of ${record.branch}\n`);
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
    (await endWorktree(by.home, record, { safeIn: work.commit, keepsBranch: isOnIt }));
  return refused
    ? refusal(`The work is on ${kept.branch} now, and its worktree is still there. ${refused.why}`)
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
    return tip === undefined ? refusal('The branch of the run is gone.') : { commit: tip, branch, message };
  }
  if (head === undefined) {
    return refusal('No commit is checked out in the worktree. Discard it: that keeps what is in it for 30 days.');
  }
  if (tip !== undefined && !(await isIn(git, tip, head))) {
    const short = head.slice(0, 12);
    return refusal(
      `The agent left its branch: ${branch} has commits that are not in ${short}, which is checked out in the worktree. Merge what you want by hand ("git merge ${short}"), and discard the rest.`,
    );
  }
  const unknown = await identityRefusal(git);
  if (unknown) {
    return unknown;
  }
  const taken = await takeWork(record, { ref: `refs/heads/${branch}`, message: messageOf(record) });
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
  const isName = !name.startsWith('-') && (await git.line(['check-ref-format', '--branch', name])) === name;
  if (!isName || name === 'HEAD') {
    return refusal(`"${shown}" is no name for a branch. Choose another one.`);
  }
  const commits = Number(await git.line(['rev-list', '--count', `${record.base}..${work.commit}`, '--']));
  const kept = { branch: name, commit: work.commit, commits };
  if (name === record.branch) {
    return kept;
  }
  const there = await git.line(['rev-parse', '--verify', '--quiet', ref]);
  if (there !== undefined && !(record.asBranch === name && there === work.commit)) {
    return refusal(`There is a branch "${shown}" already. Choose another name.`);
  }
  await writeResult(home, { ...record, asBranch: name });
  const made = there === undefined ? await git.say(['update-ref', '--no-deref', ref, work.commit, '']) : undefined;
  return made?.ok === false ? refusal(`The branch "${shown}" could not be made: ${complaintOf(made)}.`) : kept;
}
