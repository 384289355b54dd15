import * as l10n from '@vscode/l10n';
import { approvableOf, approvedText, type Approvable } from '../../core/agent/approval.ts';
import { byItselfRefusal, heldRefusal } from '../../core/entry/automatic.ts';
import { MOST_FAILURES } from '../../core/entry/streak.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { dealtUpTo, grantRefusal, notApproved } from '../../core/agent/grant.ts';
import type { LaunchPlan } from '../../core/agent/launch.ts';
import { limitRefusal, type Limits } from '../../core/entry/runLimits.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toRuns, type Alive, type RunEvent } from '../../core/rows/runEvents.ts';
import type { Instant } from '../../core/basics/time.ts';
import { sha256 } from '../../store/disk/digest.ts';
import type { Ledger } from '../../store/ledger.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { grantKey, readGrant, type KeptGrant } from './grantFile.ts';
import { lookAtUses, takeUse, type GrantUses } from './grantUse.ts';
import { nameOf } from './useMarks.ts';
import { homeProblem } from './homeGuard.ts';
import { runsToday, takeRun } from './dailyRuns.ts';
import { budgetRefusal, takeBudgetRuns } from './budgetRuns.ts';

/** Who asks for a run without a person, and when. */
export interface Unwatched {
  readonly home: string;
  readonly alive: Alive;
  readonly now: Instant;
  readonly zone: string;
  readonly limits: Limits | Refusal;
  /** Why the state of its conversation makes an entry wait for a person. */
  readonly conversationRefusal: (ledger: Ledger, entry: Entry) => Promise<Refusal | undefined>;
}

/** What an approval of an entry covers as it stands, where it is kept, and its hash. */
export interface Standing {
  readonly key: string;
  readonly hash: string;
  readonly content: Approvable;
}

/** How an entry would stand with an approval, by a plan of it that is without a person. */
export async function standingOf(ledger: Ledger, entry: Entry, plan: LaunchPlan): Promise<Standing> {
  const folder = (await realOf(ledger.folder)) ?? ledger.folder;
  const content = approvableOf(entry, plan, folder);
  return { key: grantKey(entry.id, folder), hash: sha256(approvedText(content)), content };
}

/**
 * Why a plan is not started without a person: each of these alone is enough (docs/running.md, "At most once"). It is
 * asked when a run is planned, and once more when it starts.
 */
export async function unwatchedRefusal(
  ledger: Ledger,
  entry: Entry,
  plan: LaunchPlan,
  asking: Unwatched,
): Promise<Refusal | undefined> {
  const covering = await coveringUses(ledger, entry, plan, asking);
  return isRefusal(covering) ? covering : undefined;
}

/** How a grant was used; nothing of it where there is none. */
export const usesOf = async (
  home: string,
  key: string,
  grant: KeptGrant | undefined,
  now: Instant,
): Promise<GrantUses | undefined> => grant && lookAtUses(home, nameOf(key, grant), now);

/** How a grant was used, and under which key it is kept. */
interface Covering {
  readonly uses: GrantUses;
  readonly key: string;
}

/** How the grant was used that lets a plan start without a person; or why it is not started. */
async function coveringUses(
  ledger: Ledger,
  entry: Entry,
  plan: LaunchPlan,
  { home, alive, now, zone, limits, conversationRefusal }: Unwatched,
): Promise<Covering | Refusal> {
  const runs = toRuns(ledger.schedule.get(entry.id)?.runEvents() ?? ([] as readonly RunEvent[]), alive);
  const no = byItselfRefusal(entry, runs, now);
  if (no) {
    return no;
  }
  const problem = await homeProblem(home);
  if (problem !== undefined) {
    return refusal(problem);
  }
  const { key, hash, content } = await standingOf(ledger, entry, plan);
  const grant = await readGrant(home, key);
  if (isRefusal(grant)) {
    return grant;
  }
  const uses = await usesOf(home, key, grant, now);
  const uncovered = grantRefusal(grant, uses?.use, { entry, hash, retries: content.retries }, { now, zone });
  if (uncovered || !uses) {
    return uncovered ?? refusal(notApproved());
  }
  if (uses.streak && uses.streak.failures >= MOST_FAILURES) {
    return heldRefusal();
  }
  const limited = isRefusal(limits)
    ? limits
    : limitRefusal(limits, await runsToday(home, [ledger], now, zone), now, zone);
  return (
    limited ??
    (await budgetRefusal({ home, plan, key, now, zone })) ??
    (await conversationRefusal(ledger, entry)) ?? { uses, key }
  );
}

/** A run that may start without a person. */
export interface Admitted {
  /** The entry as it passed every gate. */
  readonly plan: LaunchPlan;
  /** Uses the approval for the run of this token; refused where somebody else was quicker. */
  readonly use: (token: string) => Promise<Refusal | undefined>;
  /** Puts the day's run back where it does not start after all. */
  readonly putBack: () => Promise<void>;
}

/**
 * Lets a run start without a person, planned anew from the schedule as it stands by now (`replan`), and takes one of
 * the day's runs for it; or says why it may not.
 */
export async function admitUnwatched(
  ledger: Ledger,
  { entryId, occ }: Pick<LaunchPlan, 'entryId' | 'occ'>,
  asking: Unwatched,
  replan: (entry: Entry) => Promise<LaunchPlan | Refusal>,
): Promise<Admitted | Refusal> {
  const state = ledger.schedule.get(entryId);
  if (!state) {
    return refusal(l10n.t('The entry is gone from the file. Look again.'));
  }
  const entry = toEntry(state);
  const plan = await replan(entry);
  if (isRefusal(plan)) {
    return plan;
  }
  const { home, limits, now, zone } = asking;
  const covering = await coveringUses(ledger, entry, plan, asking);
  if (isRefusal(covering)) {
    return covering;
  }
  const { uses, key } = covering;
  if (isRefusal(limits)) {
    return limits;
  }
  if (plan.occ !== occ) {
    return refusal(l10n.t('The entry has changed since its run was planned, so nothing was started. Look again.'));
  }
  const ofDay = await takeRun(home, limits.dailyRuns, now, zone);
  if (!ofDay) {
    return refusal(l10n.t('The daily limit of {0} automatic runs is reached. They go on tomorrow.', limits.dailyRuns));
  }
  const ofBudget = await takeBudgetRuns({ home, plan, key, now, zone });
  if (typeof ofBudget !== 'function') {
    await ofDay();
    return ofBudget;
  }
  const putBack = async (): Promise<void> => {
    await Promise.all([ofDay(), ofBudget()]);
  };
  return { plan, putBack, use: token => takeUse(home, uses, { occ: plan.occ, upto: dealtUpTo(entry, now), token }) };
}
