import * as l10n from '@vscode/l10n';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FOR_GOOD, type GrantUse } from '../../core/agent/grant.ts';
import { busyRefusal, isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { isInterruption } from '../../core/rows/runEvents.ts';
import { instant, toIso, type Instant } from '../../core/basics/time.ts';
import { codeOf } from '../../store/disk/fault.ts';
import { claimOfToken, isInTime, isToken, type Claim } from '../start/claim.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { grantKey, readGrant, type KeptGrant } from './grantFile.ts';
import { failedPath, hashOf, parseJson, readIfThere, usesFolder, writeNew } from '../home/homeFiles.ts';
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
}

/** One run that a grant let start. */
interface Mark {
  readonly occ: string;
  readonly upto: Instant;
  readonly token: string;
}

/**
 * Which grant is meant: where it is kept, and when it was given. `comesAgain`: whether it is for more than one time.
 */
export interface GrantName {
  readonly key: string;
  readonly approvedAt: Instant;
  readonly comesAgain: boolean;
}

type State = 'starting' | 'lapsed' | 'over' | 'stopped' | 'interrupted' | 'failed' | 'limited';

/** Reads how a grant was used so far. */
export async function lookAtUses(home: string, grant: GrantName, now: Instant): Promise<GrantUses> {
  const folder = usesFolder(home, hashOf(grant.key, toIso(grant.approvedAt)));
  const numbers = await numbersIn(folder);
  const lapsed: string[] = [];
  let use: GrantUse | undefined;
  let first = Infinity;
  for (const number of [...numbers].reverse()) {
    const mark = toMark(parseJson((await readIfThere(pathOf(folder, number))) ?? ''));
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
  return { folder, use, next: (numbers.at(-1) ?? 0) + 1, over, lapsed };
}

/**
 * Uses a grant for a run that is about to start, as it was looked at before; refused where somebody else was quicker.
 * A run that was claimed and never started can start no more.
 */
export async function takeUse(home: string, uses: GrantUses, mark: Mark): Promise<Refusal | undefined> {
  for (const token of uses.lapsed) {
    if (!(await voidToken(home, token))) {
      return busy();
    }
  }
  // A process that slept since it looked may find its number free again. Others have used it in between.
  if (!(await writeUse(uses, mark)) || (await numbersIn(uses.folder)).at(-1) !== uses.next) {
    return busy();
  }
  await Promise.allSettled(uses.over.map(number => rm(pathOf(uses.folder, number), { force: true })));
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
async function addUse(home: string, grant: GrantName, mark: Mark, now: Instant): Promise<void> {
  let uses = await lookAtUses(home, grant, now);
  // What was ended for good stays so.
  const upto = instant(Math.max(mark.upto, uses.use?.upto ?? 0));
  while (!(await writeUse(uses, { ...mark, upto }))) {
    uses = { ...uses, next: uses.next + 1 };
  }
}

/** Stands in place of a token where somebody dealt with a time by hand. No token of a run begins like that. */
const BY_HAND = 'by hand ';
const byHand = (at: Instant): string => BY_HAND + toIso(at);

/** Notes that what a grant is for was dealt with by hand, so that no row has it run. `at`: when that was. */
export const noteByHand = (home: string, grant: GrantName, mark: Omit<Mark, 'token'>, at: Instant): Promise<void> =>
  addUse(home, grant, { ...mark, token: byHand(at) }, at);

/**
 * Takes back what `noteByHand` noted at a moment, or without one what it noted for good, as long as nothing came after
 * it.
 */
export async function takeBackByHand(home: string, grant: GrantName, now: Instant, at?: Instant): Promise<void> {
  const { folder, next } = await lookAtUses(home, grant, now);
  for (let number = next - 1; number > 0; number -= 1) {
    const { token, upto } = toMark(parseJson((await readIfThere(pathOf(folder, number))) ?? ''));
    const isMeant = at === undefined ? token.startsWith(BY_HAND) && upto === FOR_GOOD : token === byHand(at);
    if (!isMeant) {
      return;
    }
    await rm(pathOf(folder, number), { force: true });
  }
}

/** The name under which the uses of a kept grant are found. */
export const nameOf = (key: string, { approvedAt, once }: Pick<KeptGrant, 'approvedAt' | 'once'>): GrantName => ({
  key,
  approvedAt,
  comesAgain: !once,
});

const busy = (): Refusal =>
  busyRefusal(l10n.t('Another process is starting this entry right now. Wait a moment and try again.'));

const writeUse = ({ folder, next }: GrantUses, { occ, upto, token }: Mark): Promise<boolean> =>
  writeNew(pathOf(folder, next), JSON.stringify({ occ, upto: toIso(upto), token }));

const pathOf = (folder: string, number: number): string => join(folder, `${number}.json`);

async function numbersIn(folder: string): Promise<readonly number[]> {
  try {
    const names = (await readdir(folder)).filter(name => /^[1-9]\d{0,8}\.json$/.test(name));
    return names.map(name => Number.parseInt(name, 10)).sort((a, b) => a - b);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** What became of the run. One that cannot be read, or of which nothing is known, is over: nothing follows it. */
async function stateOf(home: string, { token }: Mark, now: Instant): Promise<State> {
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

/** Reads our own file back; one that was cut off is a use all the same. */
function toMark(value: unknown): Mark {
  const { occ, upto, token } = recordOf(value);
  return {
    occ: typeof occ === 'string' ? occ : '',
    upto: timeOf(upto) ?? instant(0),
    token: typeof token === 'string' ? token : '',
  };
}
