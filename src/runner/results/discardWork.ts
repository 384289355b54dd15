import { existsSync } from 'node:fs';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { DAY, instant, type Duration } from '../../core/basics/time.ts';
import type { DiscardedWork } from '../../verbs/resultDesk.ts';
import { begunRefusal } from './deciding.ts';
import { endWorktree } from '../worktrees/endWorktree.ts';
import { commitOf, contentOf } from '../worktrees/takeWork.ts';
import { workTitle, type Decider } from './keepWork.ts';
import { holdCommits, looseCommits } from './looseCommits.ts';
import { isRepositoryGone, placeOf, type ResultPlace } from './resultPlace.ts';
import { discardedRef, writeResult, type ResultRecord } from './resultRecord.ts';

/** How long discarded work is kept. */
export const KEPT_FOR: Duration = 30 * DAY;

/**
 * Takes the worktree of a run and its branch away. First all that only they lead to is put under a ref of Defer's own:
 * commits, those that the agent took back as well, and what was not committed as one more. A Discard that was cut off
 * is finished by another one.
 */
export async function discardWork({ home, clock }: Decider, record: ResultRecord): Promise<DiscardedWork | Refusal> {
  const place = await placeOf(home, record);
  if (isRefusal(place)) {
    const isOver = (await isRepositoryGone(record)) && !existsSync(record.worktree);
    await (isOver ? writeResult(home, { ...record, state: 'discarded', decidedAt: clock.now() }) : undefined);
    return isOver ? {} : place;
  }
  try {
    return await discardAt({ home, clock }, place, record);
  } finally {
    await place.inside?.end();
  }
}

async function discardAt(
  { home, clock }: Decider,
  place: ResultPlace,
  record: ResultRecord,
): Promise<DiscardedWork | Refusal> {
  const ref = discardedRef(record.token);
  const safe = await makeSafe(place, record, ref);
  if (isRefusal(safe)) {
    return safe;
  }
  const decidedAt = record.decidedAt === undefined || record.kept ? clock.now() : instant(record.decidedAt);
  const { kept: _, ref: __, ...rest } = record;
  const { safeIn, isHeld } = safe;
  const decided: ResultRecord = { ...rest, decidedAt, ...(isHeld && { ref }) };
  await writeResult(home, decided);
  const refused =
    (await begunRefusal(home, decided)) ?? (await endWorktree(home, record, { safeIn, opened: place.inside }));
  if (refused) {
    return refused;
  }
  await writeResult(home, { ...decided, state: 'discarded' });
  return isHeld ? { ref, until: instant(decidedAt + KEPT_FOR) } : {};
}

/** The ref under which discarded work is kept. */
interface Safe {
  /** A commit with all files of a worktree that is reachable from a ref other than the run's branch, or the base. */
  readonly safeIn: string;
  /** Whether the ref of discarded work exists. */
  readonly isHeld: boolean;
}

/** Puts everything that is reachable only from the run under one ref, in one step. Nothing moves before that step. */
async function makeSafe(place: ResultPlace, record: ResultRecord, ref: string): Promise<Safe | Refusal> {
  const { git, inside, tip, held } = place;
  const message = `${workTitle(record)}\n\nDiscarded work of run ${record.token.slice(0, 8)} of Defer.\n`;
  const content = inside && (await contentOf(record, inside));
  if (isRefusal(content)) {
    return content;
  }
  const taken = inside && content && (await commitOf(record, inside, content, { message }));
  if (isRefusal(taken)) {
    return taken;
  }
  // An earlier ref of discarded work is kept too where nothing else reaches its commits.
  const first = taken?.commit ?? held;
  const safe = taken || held === undefined ? [] : [held];
  const loose = await looseCommits({ ...place, ...content }, record, { safe, without: ref });
  if (isRefusal(loose)) {
    return loose;
  }
  const lost = taken?.isMade
    ? [taken.commit, ...loose.filter(one => one !== content?.head && one !== content?.tip)]
    : loose;
  const all = lost.length === 0 || first === undefined ? lost : [...new Set([first, ...lost])];
  if (all.length === 0) {
    return { safeIn: first ?? tip ?? record.base, isHeld: held !== undefined };
  }
  const safeIn = await holdCommits(git, { ref, held }, all, message);
  return typeof safeIn === 'string' ? { safeIn, isHeld: true } : safeIn;
}
