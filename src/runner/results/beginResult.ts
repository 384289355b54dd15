import * as l10n from '@vscode/l10n';
import { lstat, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WorktreePlan } from '../../core/agent/worktreePlan.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { codeOf } from '../../store/disk/fault.ts';
import { realOf } from '../../store/disk/realInside.ts';
import type { SeenChanges } from '../changes/watchChanges.ts';
import type { Claim } from '../start/claim.ts';
import { endWorktree } from '../worktrees/endWorktree.ts';
import { isWhole } from '../worktrees/lookIntoWorktree.ts';
import { freeBranch, makeWorktree, removeMade } from '../worktrees/makeWorktree.ts';
import { putAside } from '../worktrees/removeSeen.ts';
import { worktreePath } from '../worktrees/worktreePlace.ts';
import { bringAlong } from './bringAlong.ts';
import { decisionRefusal } from './deciding.ts';
import { endResult, type ResultIo } from './endResult.ts';
import { isUndecided, ownWorktreeOf } from './ownWorktree.ts';
import { readResult, readResults, resultPath, writeResult, type ResultRecord } from './resultRecord.ts';
import { settleResults, supersede } from './settleResults.ts';

/** A run whose worktree is there. */
export interface BegunResult {
  /** The claim of the run, with the folder in the worktree in place of the checkout's. */
  readonly claim: Claim;
  /**
   * The run has ended: records what it left. Where that is nothing, the worktree and its branch go. Gives what it
   * changed, as far as that could be found out. Never fails.
   */
  end(at: Instant): Promise<SeenChanges | undefined>;
}

/**
 * Makes the worktree that a run is to work in, or finds the one that it goes on in, and keeps a record of it in the
 * home. The record comes first, so that nothing is made that none names. Refused, with nothing left behind, where that
 * does not work. Never throws.
 */
export async function beginResult(
  claim: Claim,
  plan: WorktreePlan,
  startedAt: Instant,
  io: ResultIo,
): Promise<BegunResult | Refusal> {
  try {
    await settleResults(io.home, startedAt);
    const record =
      plan.goesOn === undefined
        ? await newPlace(claim, plan, startedAt, io)
        : await earlierPlace(claim, plan.goesOn, startedAt, io);
    return isRefusal(record) ? record : await inPlace(claim, record, io);
  } catch (error) {
    return refusal(error instanceof Error ? error.message : String(error));
  }
}

type Common = Pick<ResultRecord, 'token' | 'entryId' | 'occ' | 'folder' | 'title' | 'agent' | 'startedAt' | 'prefix'>;

function commonOf({ token, folder, plan }: Claim, startedAt: Instant): Common {
  const { entryId, occ, agent, worktree } = plan;
  return {
    token,
    entryId,
    occ,
    folder,
    title: worktree?.title ?? '',
    agent,
    startedAt,
    prefix: worktree?.prefix ?? '',
  };
}

async function earlierPlace(
  claim: Claim,
  earlier: string,
  startedAt: Instant,
  { home }: ResultIo,
): Promise<ResultRecord | Refusal> {
  const before = await readResult(home, earlier);
  if (!before || !isUndecided(before) || !(await isWhole(ownWorktreeOf(before)))) {
    return refusal(l10n.t('the worktree that it was to go on in is gone, or was decided about meanwhile'));
  }
  const { checkout, repository, worktree, branch, base, key } = before;
  const place = { checkout, repository, worktree, branch, base, key };
  const record: ResultRecord = { ...commonOf(claim, startedAt), ...place, state: 'running', made: true, files: [] };
  await writeResult(home, record);
  const deciding = await decisionRefusal(home, worktree);
  if (deciding) {
    await rm(resultPath(home, claim.token), { force: true });
    return deciding;
  }
  await supersede(home, record);
  return record;
}

async function newPlace(
  claim: Claim,
  { checkout, repository, base, branchWords, key = claim.token, brings }: WorktreePlan,
  startedAt: Instant,
  { home, say }: ResultIo,
): Promise<ResultRecord | Refusal> {
  const branch = await freeBranch(checkout, branchWords, claim.token);
  if (typeof branch !== 'string') {
    return branch;
  }
  const worktree = await worktreePath(home, repository, key);
  const inTheWay = await clearPlace(home, worktree);
  if (inTheWay) {
    return inTheWay;
  }
  const place = { checkout, repository, worktree, branch, base, key };
  const record: ResultRecord = { ...commonOf(claim, startedAt), ...place, state: 'running', files: [] };
  await writeResult(home, record);
  const made = { checkout, repository, path: worktree, branch, base };
  const deciding = await decisionRefusal(home, worktree);
  if (deciding || !(await takePlace(worktree))) {
    // Another run was quicker: what is there is its worktree.
    await rm(resultPath(home, claim.token), { force: true });
    return deciding ?? refusal(busy());
  }
  const refused = await makeWorktree(made).catch((error: unknown) => refusal(String(error)));
  if (refused) {
    await removeMade(made);
    await writeResult(home, { ...record, state: 'nothing' });
    return refused;
  }
  for (const problem of await bringAlong(checkout, worktree, brings)) {
    say(problem);
  }
  const whole = { ...record, made: true as const };
  await writeResult(home, whole);
  return whole;
}

const busy = (): string => l10n.t('another run of its conversation is going on in its worktree');

/** Makes the empty folder of a worktree; true for exactly one of all who try. Throws where the disk refuses. */
async function takePlace(worktree: string): Promise<boolean> {
  await mkdir(dirname(worktree), { recursive: true, mode: 0o700 });
  try {
    await mkdir(worktree, { mode: 0o700 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Takes away the worktree that an earlier run of the same conversation left where it holds nothing. */
async function clearPlace(home: string, worktree: string): Promise<Refusal | undefined> {
  if ((await realOf(worktree)) === undefined) {
    return undefined;
  }
  const latest = (await readResults(home)).find(record => record.worktree === worktree);
  if (latest?.state === 'running') {
    return refusal(busy());
  }
  if (latest && !isUndecided(latest) && (await isNoWorktree(worktree))) {
    // A process that outlived an earlier run made a folder where the worktree was. The run of that was decided about.
    return (await putAside(worktree, worktree)) === undefined ? refusal(busy()) : undefined;
  }
  const own = latest && ownWorktreeOf(latest);
  const refused = own && (await endWorktree(home, own, { safeIn: own.base }));
  if (!latest || refused) {
    return refusal(
      latest
        ? l10n.t('the worktree of its conversation holds work that nobody decided about')
        : l10n.t('a folder that no record names is where the worktree would be'),
    );
  }
  if (isUndecided(latest)) {
    await writeResult(home, { ...latest, state: 'nothing' });
  }
  return undefined;
}

/** Whether something lies in the place of a worktree that is a plain folder. */
const isNoWorktree = async (path: string): Promise<boolean> =>
  (await lstat(path)).isDirectory() && (await lstat(join(path, '.git')).catch(() => undefined)) === undefined;

async function inPlace(claim: Claim, record: ResultRecord, io: ResultIo): Promise<BegunResult | Refusal> {
  const { worktree, prefix } = record;
  const cwd = await folderIn(worktree, prefix);
  if (cwd === undefined) {
    await endResult(record, record.startedAt, io);
    return refusal(l10n.t('its folder is not there in the worktree, or leads out of it'));
  }
  return {
    claim: { ...claim, folders: [...claim.folders, worktree], plan: { ...claim.plan, cwd } },
    end: at => endResult(record, at, io).catch(() => undefined),
  };
}

/**
 * A folder of a worktree, made where git does not know it and the copy lacks it. One after the other: what is a folder
 * in the checkout may be committed as a link that leads anywhere. Undefined where it does.
 */
async function folderIn(worktree: string, prefix: string): Promise<string | undefined> {
  let at = worktree;
  for (const name of prefix.split('/').filter(Boolean)) {
    at = join(at, name);
    await mkdir(at).catch(() => undefined);
    if ((await realOf(at)) !== at) {
      return undefined;
    }
  }
  return (await realOf(at)) === at ? at : undefined;
}
