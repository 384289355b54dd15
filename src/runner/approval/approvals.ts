import * as l10n from '@vscode/l10n';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { instant } from '../../core/basics/time.ts';
import { NEVER } from '../../core/entry/times.ts';
import { dealtUpTo, FOR_GOOD, grantedTime, grantMark, type ApprovalMark } from '../../core/agent/grant.ts';
import { MOST_FAILURES } from '../../core/entry/streak.ts';
import { USUAL_LIMITS } from '../../core/entry/runLimits.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { occurrenceOf } from '../../core/entry/occurrenceOf.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Approvals, Approval } from '../../verbs/host.ts';
import { agentsFor } from '../agents/agents.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { standingOf, usesOf, type Standing } from './gate.ts';
import { grantedIds, grantKey, readGrant, removeGrant, writeGrant } from './grantFile.ts';
import { lookAtUses, noteByHand, noteLooked, takeBackByHand } from './grantUse.ts';
import { nameOf, type GrantName } from './useMarks.ts';
import { homeProblem } from './homeGuard.ts';
import { isUnderRun, type LauncherOptions } from '../start/launcher.ts';
import { planRun, runRefusal } from '../start/plan.ts';
import { runsToday } from './dailyRuns.ts';

/** Approvals of this person on this machine, kept in `~/.sf/defer/allow`. */
export function createApprovals(options: Omit<LauncherOptions, 'begin'>): Approvals {
  const { home, clock, zone } = options;

  /** What an approval would cover now; refused where the entry could not run without a person. */
  async function standingNow(ledger: Ledger, entry: Entry): Promise<Standing | Refusal> {
    const no = runRefusal(entry);
    if (no) {
      return no;
    }
    const slot = { gen: 0, again: false, unattended: true, isBrief: true as const };
    const plan = await planRun(entry, ledger, slot, agentsFor(options, ledger), clock.now());
    return isRefusal(plan) ? plan : standingOf(ledger, entry, plan);
  }

  async function look(ledger: Ledger, entry: Entry): Promise<Approval | Refusal> {
    const standing = await standingNow(ledger, entry);
    if (isRefusal(standing)) {
      return standing;
    }
    const { key, hash, content } = standing;
    const grant = await readGrant(home, key);
    if (!grant || isRefusal(grant)) {
      return { mark: false, hash, content };
    }
    const uses = await usesOf(home, key, grant, clock.now());
    const mark = grantMark(grant, uses?.use, hash, entry);
    return { mark, hash, content, before: grant };
  }

  /** The name under which the uses of an entry's approval are kept; undefined where it has none. */
  async function grantOf(ledger: Ledger, id: string): Promise<GrantName | undefined> {
    const key = grantKey(id, (await realOf(ledger.folder)) ?? ledger.folder);
    const grant = await readGrant(home, key);
    return grant && !isRefusal(grant) ? nameOf(key, grant) : undefined;
  }

  return {
    look,

    async marks(ledger) {
      const marks = new Map<string, ApprovalMark>();
      const ids = await grantedIds(home, (await realOf(ledger.folder)) ?? ledger.folder);
      if (ids.length === 0 || (await homeProblem(home)) !== undefined) {
        return marks;
      }
      for (const state of ids.map(id => ledger.schedule.get(id))) {
        if (state?.isOpen) {
          const seen = await look(ledger, toEntry(state));
          const mark = isRefusal(seen) ? 'unchecked' : seen.mark;
          if (mark !== false) {
            marks.set(state.id, mark);
          }
        }
      }
      return marks;
    },

    async allow(ledger, entry, hash) {
      if (isUnderRun(options)) {
        return refusal(l10n.t('An agent that Defer started cannot allow anything. Leave it to the person.'));
      }
      const problem = await homeProblem(home);
      if (problem !== undefined) {
        return refusal(problem);
      }
      const standing = await standingNow(ledger, entry);
      if (isRefusal(standing)) {
        return standing;
      }
      if (standing.hash !== hash) {
        return refusal(l10n.t('The entry has changed since it was shown, so nothing was allowed. Review it again.'));
      }
      const approvedAt = clock.now();
      const time = grantedTime(entry);
      await writeGrant(home, standing.key, { hash, approvedAt, ...time, content: standing.content });
      return undefined;
    },

    async revoke(ledger, entry) {
      return removeGrant(home, grantKey(entry.id, (await realOf(ledger.folder)) ?? ledger.folder));
    },

    async settle(ledger, entry, at, isOver, next = NEVER) {
      const kept = await grantOf(ledger, entry.id);
      if (kept) {
        const upto = isOver ? FOR_GOOD : instant(Math.min(dealtUpTo(entry, at), next - 1));
        await noteByHand(home, kept, { occ: occurrenceOf(entry), upto }, at);
      }
    },

    looked: (ledger, id, at) => noteLooked(home, id, ledger.folder, at),

    async held(ledger) {
      const held = new Map<string, string>();
      for (const id of await grantedIds(home, (await realOf(ledger.folder)) ?? ledger.folder)) {
        const kept = ledger.schedule.get(id)?.isOpen ? await grantOf(ledger, id) : undefined;
        const streak = kept && (await lookAtUses(home, kept, clock.now())).streak;
        if (streak && streak.failures >= MOST_FAILURES) {
          held.set(id, streak.first);
        }
      }
      return held;
    },

    async takeBack(ledger, id, at) {
      const kept = await grantOf(ledger, id);
      if (kept) {
        await takeBackByHand(home, kept, clock.now(), at);
      }
    },

    async usage(ledgers) {
      const limits = options.limits?.() ?? USUAL_LIMITS;
      return isRefusal(limits) ? limits : { runs: await runsToday(home, ledgers, clock.now(), zone), limits };
    },

    problem: () => homeProblem(home),
  };
}
