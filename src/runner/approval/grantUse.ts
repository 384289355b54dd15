import * as l10n from '@vscode/l10n';
import { FOR_GOOD, type GrantUse } from '../../core/agent/grant.ts';
import { busyRefusal, isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { isInterruption } from '../../core/rows/runEvents.ts';
import { instant, toIso, type Instant } from '../../core/basics/time.ts';
import { claimOfToken, isInTime, isToken, type Claim } from '../start/claim.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { grantKey, readGrant } from './grantFile.ts';
import { oneMore, readLooked, sinceLooked, writeLooked, type FailureStreak } from './failureStreak.ts';
import {
  folderOf,
  nameOf,
  numbersIn,
  readMark,
  removeMark,
  writeMark,
  type GrantName,
  type UseMark,
} from './useMarks.ts';
import { failedPath, parseJson, readIfThere, writeNew } from '../home/homeFiles.ts';
import { readUse, voidToken } from '../start/tokenUse.ts';
import { readEnd } from '../exec/keptEnd.ts';
import { timeOf, recordOf } from '../../core/rows/fieldValues.ts';

/**
 * The uses of a grant, each a file of its own, numbered: of all processes that would use it at once exactly one makes
 * the next. They are kept in the home, since rows can say anything of the runs there were.
 */
export interface GrantUses {
  readonly folder: string;
  readonly use: GrantUse | undefined;
  /** The number that the next use has. */
  readonly next: number;
  /** Numbers of uses that are of an earlier occurrence. */
  readonly over: readonly number[];
  /** Tokens of uses that never started, and would be too late. */
  readonly lapsed: readonly string[];
  /** Those that failed in a row, up to the last one, since a person dealt with the entry. */
  readonly streak: FailureStreak | undefined;
}

type State = 'starting' | 'lapsed' | 'over' | 'stopped' | 'interrupted' | 'failed' | 'limited';

/** Reads how a grant was used so far. */
export async function lookAtUses(home: string, grant: GrantName, now: Instant): Promise<GrantUses> {
  const folder = folderOf(home, grant);
  const looked = await readLooked(folder);
  const numbers = await numbersIn(folder);
  const lapsed: string[] = [];
  let use: GrantUse | undefined;
  let streak: FailureStreak | undefined;
  let first = Infinity;
  for (const number of [...numbers].reverse()) {
    const mark = await readMark(folder, number);
    const state = await stateOf(home, mark, now);
    if (state === 'lapsed') {
      lapsed.push(mark.token);
      continue;
    }
    if (use && grant.comesAgain && mark.occ !== use.occ) {
      break;
    }
    first = number;
    const failed = state === 'failed';
    streak = use ? streak : await streakAfter(home, mark, state, looked);
    use = use
      ? { ...use, failures: use.failures + Number(failed) }
      : {
          ...{ occ: mark.occ, upto: mark.upto, starting: state === 'starting' },
          ...{ failed: failed || state === 'limited', failures: Number(failed) },
          ...((state === 'stopped' || state === 'interrupted') && { ended: state }),
          ...(mark.token.startsWith(BY_HAND) && { byHand: true }),
        };
  }
  const over = numbers.filter(number => number < first && use !== undefined);
  return { folder, use, next: (numbers.at(-1) ?? 0) + 1, over, lapsed, streak };
}

/** Runs that were stopped, interrupted or met a limit count neither way, nor do those that are being started. */
async function streakAfter(
  home: string,
  { token, before }: UseMark,
  state: State,
  looked: Instant | undefined,
): Promise<FailureStreak | undefined> {
  const unseen = sinceLooked(before, looked);
  if (state !== 'failed') {
    return state === 'over' ? undefined : unseen;
  }
  const at = (await readEnd(home, token))?.at ?? unseen?.at ?? instant(0);
  return sinceLooked(oneMore(unseen, token, at), looked);
}

/**
 * Uses a grant for a run that is about to start, as it was looked at before; refused where somebody else was quicker.
 * A run that was claimed and never started can start no more.
 */
export async function takeUse(home: string, uses: GrantUses, mark: UseMark): Promise<Refusal | undefined> {
  for (const token of uses.lapsed) {
    if (!(await voidToken(home, token))) {
      return busy();
    }
  }
  // A process that slept since it looked may find its number free again. Others have used it in between.
  if (
    !(await writeMark(uses.folder, uses.next, { ...mark, before: uses.streak })) ||
    (await numbersIn(uses.folder)).at(-1) !== uses.next
  ) {
    return busy();
  }
  await Promise.allSettled(uses.over.map(number => removeMark(uses.folder, number)));
  return undefined;
}

/**
 * Notes how a run ended, before the schedule says so: one that nobody watched and that failed may be tried again; where
 * one of a person ended well, what a grant is for is done. However it ended, it deals with a run that a person stopped
 * before. `limited`: its agent ran into a usage limit.
 */
export async function noteEnd(home: string, claim: Claim, exitCode: number, limited: boolean): Promise<void> {
  const { token, plan, folder, createdAt } = claim;
  if (plan.unattended) {
    if (limited || (exitCode !== 0 && !isInterruption(exitCode))) {
      await writeNew(failedPath(home, token), JSON.stringify({ limited }));
    }
  } else if (!isInterruption(exitCode) && !plan.occ.startsWith('extra:')) {
    const key = grantKey(plan.entryId, (await realOf(folder)) ?? folder);
    const grant = await readGrant(home, key);
    const isDone = exitCode === 0 && !limited;
    if (
      grant &&
      !isRefusal(grant) &&
      (isDone || (await lookAtUses(home, nameOf(key, grant), createdAt)).use?.ended !== undefined)
    ) {
      const upto = instant(Math.max(createdAt, timeOf(plan.occ) ?? 0));
      await addUse(home, nameOf(key, grant), { occ: plan.occ, upto, token }, createdAt);
    }
  }
}

/** Adds a use of a grant that needed none, whoever else adds one meanwhile. */
async function addUse(home: string, grant: GrantName, mark: UseMark, now: Instant): Promise<void> {
  let uses = await lookAtUses(home, grant, now);
  // What was ended for good stays so.
  const upto = instant(Math.max(mark.upto, uses.use?.upto ?? 0));
  while (!(await writeMark(uses.folder, uses.next, { ...mark, upto }))) {
    uses = { ...uses, next: uses.next + 1 };
  }
}

/** Stands in place of a token where somebody dealt with a time by hand. No token of a run begins like that. */
const BY_HAND = 'by hand ';
const byHand = (at: Instant): string => BY_HAND + toIso(at);

/** Notes that what a grant is for was dealt with by hand, so that no row has it run. `at`: when that was. */
export const noteByHand = (home: string, grant: GrantName, mark: Omit<UseMark, 'token'>, at: Instant): Promise<void> =>
  addUse(home, grant, { ...mark, token: byHand(at) }, at);

/**
 * Takes back what `noteByHand` noted at a moment, or without one what it noted for good, as long as nothing came after
 * it.
 */
export async function takeBackByHand(home: string, grant: GrantName, now: Instant, at?: Instant): Promise<void> {
  const { folder, next } = await lookAtUses(home, grant, now);
  for (let number = next - 1; number > 0; number -= 1) {
    const { token, upto } = await readMark(folder, number);
    const isMeant = at === undefined ? token.startsWith(BY_HAND) && upto === FOR_GOOD : token === byHand(at);
    if (!isMeant) {
      return;
    }
    await removeMark(folder, number);
  }
}

/** Notes that a person dealt with an entry: those of its runs that failed before that no longer count. */
export async function noteLooked(home: string, id: string, folder: string, at: Instant): Promise<void> {
  const key = grantKey(id, (await realOf(folder)) ?? folder);
  const grant = await readGrant(home, key);
  if (grant && !isRefusal(grant)) {
    await writeLooked(folderOf(home, nameOf(key, grant)), at);
  }
}

const busy = (): Refusal =>
  busyRefusal(l10n.t('Another process is starting this entry right now. Wait a moment and try again.'));

/** What became of the run. One that cannot be read, or of which nothing is known, is over: nothing follows it. */
async function stateOf(home: string, { token }: UseMark, now: Instant): Promise<State> {
  if (!isToken(token)) {
    return 'over';
  }
  const use = readUse(home, token);
  if (use === 'void') {
    return 'lapsed';
  }
  if (!use) {
    const claim = await claimOfToken(home, token);
    return claim && isInTime(claim, now) ? 'starting' : 'lapsed';
  }
  const failure = parseJson((await readIfThere(failedPath(home, token))) ?? '');
  if (failure !== undefined) {
    return recordOf(failure)['limited'] === true ? 'limited' : 'failed';
  }
  const end = await readEnd(home, token);
  return end?.stopped ? 'stopped' : isInterruption(end?.exit_code ?? 0) ? 'interrupted' : 'over';
}
