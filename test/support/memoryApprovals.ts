import { APPROVAL_FORMAT, approvableOf, approvedText, type Approvable } from '../../src/core/agent/approval.ts';
import { byItselfRefusal } from '../../src/core/entry/automatic.ts';
import { toEntry, type Entry } from '../../src/core/entry/entry.ts';
import {
  dealtUpTo,
  FOR_GOOD,
  grantedTime,
  grantMark,
  grantRefusal,
  type ApprovalMark,
  type Grant,
  type GrantUse,
} from '../../src/core/agent/grant.ts';
import type { LaunchPlan } from '../../src/core/agent/launch.ts';
import { limitRefusal, type Limits } from '../../src/core/entry/runLimits.ts';
import { isRefusal, refusal, type Refusal } from '../../src/core/basics/refusal.ts';
import { occurrenceOf } from '../../src/core/entry/occurrenceOf.ts';
import type { Run } from '../../src/core/rows/runEvents.ts';
import { instant, type Clock, type Instant } from '../../src/core/basics/time.ts';
import { NEVER } from '../../src/core/entry/times.ts';
import { sha256 } from '../../src/store/disk/digest.ts';
import type { Ledger } from '../../src/store/ledger.ts';
import type { Approval, Approvals } from '../../src/verbs/host.ts';

/** What became of runs, and when the last of them began. */
export interface TimedUse extends GrantUse {
  readonly at: Instant;
}

/** What approvals in memory are asked about. */
export interface ApprovalsAround {
  readonly clock: Clock;
  readonly zone: string;
  /** What a run of an entry without a person would start, or why none could. */
  planOf(entry: Entry): LaunchPlan | Refusal;
  limits(): Limits;
  /** How many runs without a person there were. */
  used(): number;
  /** What became of the last run of an entry, and of those that it is a retry of. */
  useOf(id: string): TimedUse | undefined;
}

/** Approvals without a disk, by the rules of core, and the gates that a launcher asks with them. */
export interface MemoryApprovals extends Approvals {
  refusalOf(ledger: Ledger, entry: Entry, runs: readonly Run[]): Refusal | undefined;
}

export function memoryApprovals(around: ApprovalsAround): MemoryApprovals {
  const grants = new Map<string, Grant & { readonly content: Approvable }>();
  /** What was dealt with by hand last. */
  const settled = new Map<string, TimedUse>();
  const keyOf = (ledger: Ledger, entry: Entry): string => `${entry.id} ${ledger.folder}`;
  /** Runs from before the grant are none of its uses. */
  const useSince = (grant: Grant | undefined, ledger: Ledger, entry: Entry): GrantUse | undefined => {
    const uses = [around.useOf(entry.id), settled.get(keyOf(ledger, entry))];
    return uses
      .filter(use => grant !== undefined && use !== undefined && use.at >= grant.approvedAt)
      .sort((one, other) => (other?.at ?? 0) - (one?.at ?? 0))[0];
  };
  const look = (ledger: Ledger, entry: Entry): Approval | Refusal => {
    const plan = around.planOf(entry);
    if (isRefusal(plan)) {
      return plan;
    }
    const content = approvableOf(entry, plan, ledger.folder);
    const hash = sha256(approvedText(content));
    const grant = grants.get(keyOf(ledger, entry));
    return {
      ...{ hash, content, mark: grant ? grantMark(grant, useSince(grant, ledger, entry), hash, entry) : false },
      ...(grant && { before: grant }),
    };
  };
  return {
    look: async (ledger, entry) => look(ledger, entry),
    async marks(ledger) {
      const marks = new Map<string, ApprovalMark>();
      for (const state of ledger.schedule.open) {
        const seen = look(ledger, toEntry(state));
        if (!isRefusal(seen) && seen.mark !== false) {
          marks.set(state.id, seen.mark);
        }
      }
      return marks;
    },
    async allow(ledger, entry, hash) {
      const seen = look(ledger, entry);
      if (isRefusal(seen) || seen.hash !== hash) {
        return isRefusal(seen) ? seen : refusal('The entry has changed since it was shown.');
      }
      const approvedAt = around.clock.now();
      grants.set(keyOf(ledger, entry), {
        format: APPROVAL_FORMAT,
        hash,
        content: seen.content,
        approvedAt,
        ...grantedTime(entry),
      });
      return undefined;
    },
    revoke: async (ledger, entry) => grants.delete(keyOf(ledger, entry)),
    async settle(ledger, entry, at, isOver, next = NEVER) {
      const key = keyOf(ledger, entry);
      const upto = isOver ? FOR_GOOD : instant(Math.min(dealtUpTo(entry, at), next - 1));
      settled.set(key, {
        occ: occurrenceOf(entry),
        // An end for good stays.
        upto: instant(Math.max(upto, settled.get(key)?.upto ?? 0)),
        failed: false,
        failures: 0,
        starting: false,
        byHand: true,
        at,
      });
    },
    looked: async () => undefined,
    held: async () => new Map(),
    async takeBack(ledger, id, at) {
      const key = `${id} ${ledger.folder}`;
      const last = settled.get(key);
      if (at === undefined ? last?.upto === FOR_GOOD : last?.at === at) {
        settled.delete(key);
      }
    },
    usage: async () => ({ runs: around.used(), limits: around.limits() }),
    problem: async () => undefined,
    refusalOf(ledger, entry, runs) {
      const now = around.clock.now();
      const seen = look(ledger, entry);
      return isRefusal(seen)
        ? seen
        : (byItselfRefusal(entry, runs, now) ??
            grantRefusal(
              grants.get(keyOf(ledger, entry)),
              useSince(grants.get(keyOf(ledger, entry)), ledger, entry),
              { entry, hash: seen.hash, retries: seen.content.retries },
              { now, zone: around.zone },
            ) ??
            limitRefusal(around.limits(), around.used(), now, around.zone));
    },
  };
}
