import { existsSync } from 'node:fs';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { DAY, instant, type Duration } from '../../core/basics/time.ts';
import type { DiscardedWork } from '../../verbs/resultDesk.ts';
import { begunRefusal } from './deciding.ts';
import { endWorktree } from '../worktrees/endWorktree.ts';
import { KEEPING, takeWork } from '../worktrees/takeWork.ts';
import { workTitle, type Decider } from './keepWork.ts';
import { holdCommits, looseCommits } from './looseCommits.ts';
import type { QuietGit } from '../merge/quietGit.ts';
import { isRepositoryGone, placeOf, type ResultPlace } from './resultPlace.ts';
import { discardedRef, writeResult, type ResultRecord } from './resultRecord.ts';

/** How long discarded work is kept. */
export const KEPT_FOR: Duration = 30 * DAY;

/**
 * Takes the worktree of a run and its branch away. First all that only they lead to is put under a ref of Defer's own:
 * commits, those that the agent took back as well, and what was not committed as one more. A Discard that was cut off is
 * finished by another one.
 */
export async function discardWork({ home, clock }: Decider, record: ResultRecord): Promise<DiscardedWork | Refusal> {
  const place = await placeOf(home, record);
  if (isRefusal(place)) {
    const isOver = (await isRepositoryGone(record)) && !existsSync(record.worktree);
    await (isOver ? writeResult(home, { ...record, state: 'discarded', decidedAt: clock.now() }) : undefined);
    return isOver ? {} : place;
  }
  const ref = discardedRef(record.token);
  const safe = await makeSafe(place, record, ref);
  if (isRefusal(safe)) {
    return safe;
  }
  const decidedAt = record.decidedAt === undefined || record.kept ? clock.now() : instant(record.decidedAt);
  const { kept: _, ref: __, ...rest } = record;
  const isHeld = (await place.git.line(['rev-parse', '--verify', '--quiet', ref])) !== undefined;
  const decided: ResultRecord = { ...rest, decidedAt, ...(isHeld && { ref }) };
  await writeResult(home, decided);
  const refused = (await begunRefusal(home, decided)) ?? (await endWorktree(home, record, { safeIn: safe.commit }));
  if (refused) {
    return refused;
  }
  await writeResult(home, { ...decided, state: 'discarded' });
  return isHeld ? { ref, until: instant(decidedAt + KEPT_FOR) } : {};
}

/** A commit that has all of a worktree's files, and that a ref other than the run's branch leads to; or the base. */
async function makeSafe(
  place: ResultPlace,
  record: ResultRecord,
  ref: string,
): Promise<{ readonly commit: string } | Refusal> {
  const { git, inside, tip } = place;
  const message = `${workTitle(record)}\n\nDiscarded work of run ${record.token.slice(0, 8)} of Defer.\n`;
  const before = await git.line(['rev-parse', '--verify', '--quiet', ref]);
  const taken = inside ? await takeWork(record, { ref, message }) : undefined;
  if (isRefusal(taken)) {
    return taken;
  }
  const first = taken?.commit ?? before;
  const loose = await looseCommits(place, record, first === undefined ? [] : [first]);
  if (isRefusal(loose)) {
    return loose;
  }
  if (loose.length > 0) {
    const held = await holdCommits(git, ref, [...(first === undefined ? [] : [first]), ...loose], message);
    return typeof held === 'string' ? { commit: held } : held;
  }
  if (taken && (await isReached(git, taken.commit, [ref, `refs/heads/${record.branch}`]))) {
    // There is nothing to lose.
    await git.say(['update-ref', '--no-deref', '-d', ref, taken.commit]);
  }
  return { commit: first ?? tip ?? record.base };
}

/** Whether a ref other than these leads to a commit. */
async function isReached(git: QuietGit, commit: string, except: readonly string[]): Promise<boolean> {
  const told = await git.ask(['for-each-ref', '--format=%(refname)', `--contains=${commit}`, ...KEEPING]);
  return (told ?? '').split('\n').some(ref => ref !== '' && !except.includes(ref));
}
