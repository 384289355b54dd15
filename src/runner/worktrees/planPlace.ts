import * as l10n from '@vscode/l10n';
import type { WorktreePlan } from '../../core/agent/worktreePlan.ts';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { HEARTBEAT_ID } from '../../core/files/definition.ts';
import { runOccurrenceOf } from '../../core/entry/occurrenceOf.ts';
import type { Keeper } from '../../core/agent/launch.ts';
import { busyRefusal, isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { WorkPlace } from '../../core/rows/workPlace.ts';
import { processesReady } from '../../store/processes/processMark.ts';
import { isInside } from '../../store/disk/inside.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { sessionKeyOf } from '../agents/session.ts';
import { changesInWorktree } from '../results/changesInWorktree.ts';
import { beingDecided, isBeingDecided } from '../results/deciding.ts';
import { isUndecided, ownWorktreeOf } from '../results/ownWorktree.ts';
import { readResults, type ResultRecord } from '../results/resultRecord.ts';
import { isRunnerGone } from '../results/settleResults.ts';
import { isWhole } from './lookIntoWorktree.ts';
import { repositoryOf, type Repository } from './repositoryOf.ts';
import { worktreePath } from './worktreePlace.ts';
import { loadBrings } from './loadBrings.ts';
import { copyFacts, goesOnFacts } from './placeFacts.ts';

/** Tools that go on with a conversation from another worktree of the repository; tried with each of them. */
const MOVES: ReadonlySet<Keeper> = new Set(['claude', 'codex', 'copilot', 'opencode']);

/** A run whose place is asked for. */
export interface PlacedRun {
  /** The schedule's folder and the one that the run is for, real paths. */
  readonly folder: string;
  readonly cwd: string;
  readonly home: string;
  /** The value of the person's setting `defer.worktree`, where the surface has one. */
  readonly settings: unknown;
  readonly now: Instant;
  readonly unattended: boolean;
  /** Where the person wants this one run, whatever the entry says. */
  readonly asked?: WorkPlace | undefined;
  /** What keeps the conversations of its agent; absent where Defer does not know the tool. */
  readonly keeper?: Keeper | undefined;
  /** Whether only "worktree or checkout" is asked, as an approval does; not which worktree, and what is in it. */
  readonly isBrief?: boolean | undefined;
}

/**
 * Where a run works (docs/results.md, "Where a run works"): the worktree, or undefined where it works in the checkout.
 * What the entry or the person says counts; else a run by hand works in the checkout, and one that nobody watches in a
 * worktree, where there can be one. Refused where a worktree was asked for and there can be none. Starts nothing of the
 * repository, and writes nothing.
 */
export async function planPlace(entry: Entry, run: PlacedRun): Promise<WorktreePlan | Refusal | undefined> {
  const said = run.asked ?? entry.place;
  if (said === 'here' || (said === undefined && !(run.unattended && mayMove(entry, run.keeper)))) {
    return undefined;
  }
  if (entry.mode === 'callback' && run.keeper === 'gemini') {
    return refusal(
      l10n.t(
        'gemini cannot go on with a conversation in another folder, so this entry cannot run in a worktree. Use --in here, or --mode fresh.',
      ),
    );
  }
  const repository = await repositoryOf(run.cwd);
  if (!repository || isInside((await realOf(run.home)) ?? run.home, repository.top)) {
    return said === undefined
      ? undefined
      : refusal(
          repository
            ? l10n.t('Defer’s own folder lies in this checkout, so no worktree of it can be made there. Use --in here.')
            : l10n.t(
                'There can be no worktree: the folder is in no git repository with a commit, or git is older than 2.31. Use --in here.',
              ),
        );
  }
  const brings = await loadBrings(run.home, run.settings);
  if (isRefusal(brings)) {
    return brings;
  }
  const { top: checkout, common, prefix, head: base } = repository;
  const { title, message = '', kind } = entry;
  const branchWords = !run.unattended ? title : kind === 'command' ? '' : message;
  const plan = { checkout, repository: common, prefix, base, title, branchWords, brings };
  const key = entry.mode === 'callback' ? { key: sessionKeyOf(run.folder, entry) } : {};
  return run.isBrief ? { ...plan, ...key } : whichOne(entry, run, repository, { ...plan, ...key });
}

/**
 * Whether a run may work elsewhere without being told to: not where its conversation would be left behind, and not a
 * heartbeat, whose agent keeps its state in the checkout.
 */
function mayMove({ id, mode, session = '' }: Entry, keeper: Keeper | undefined): boolean {
  if (id === HEARTBEAT_ID) {
    return false;
  }
  return mode !== 'callback' || (keeper !== undefined && MOVES.has(keeper) && !isBoundSession(session));
}

/** A new worktree, or that of an earlier run where work is in it that nobody decided about. */
async function whichOne(
  entry: Entry,
  run: PlacedRun,
  repository: Repository,
  plan: WorktreePlan,
): Promise<WorktreePlan | Refusal> {
  const earlier = await earlierOf(entry, run, repository, plan.key);
  if (isRefusal(earlier)) {
    return earlier;
  }
  if (!earlier || (await changesInWorktree(ownWorktreeOf(earlier))).isNothing) {
    return { ...plan, told: await copyFacts(repository, run.unattended) };
  }
  const { token: goesOn, base, key } = earlier;
  return { ...plan, base, key, goesOn, told: await goesOnFacts(repository, base) };
}

/**
 * The latest run that the new one goes on with: of the same conversation, or of the same occurrence of the entry, where
 * a limit or a fault cut that off. Refused where such a run is going on.
 */
async function earlierOf(
  entry: Entry,
  { home, folder, now }: PlacedRun,
  { common }: Repository,
  key: string | undefined,
): Promise<ResultRecord | Refusal | undefined> {
  await processesReady();
  const path = key === undefined ? undefined : await worktreePath(home, common, key);
  const [, followed] = /^run:([0-9a-f]{16})$/.exec(entry.session ?? '') ?? [];
  const occ = runOccurrenceOf(entry, now);
  for (const record of await readResults(home)) {
    const isOurs = record.repository === common && record.folder === folder;
    const isSame =
      record.worktree === path ||
      (followed !== undefined && record.token.startsWith(followed)) ||
      (record.entryId === entry.id && record.occ === occ);
    const isGoing = record.state === 'running' && !isRunnerGone(home, record.token, now);
    if (isOurs && isSame && isGoing) {
      return busyRefusal(
        l10n.t('A run in the same conversation is going on in its worktree. Wait for it, or stop it.'),
      );
    }
    const isOpen = isUndecided(record) || (record.state === 'running' && record.made === true);
    if (isOurs && isSame && isBeingDecided(record)) {
      return beingDecided();
    }
    if (isOurs && isSame && isOpen && (await isWhole(ownWorktreeOf(record)))) {
      return record;
    }
  }
  return undefined;
}
