import * as l10n from '@vscode/l10n';
import { hostname } from 'node:os';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { runOccurrenceOf } from '../../core/entry/occurrenceOf.ts';
import type { LaunchPlan } from '../../core/agent/launch.ts';
import { USUAL_LIMITS, type Limits } from '../../core/entry/runLimits.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toRuns, type RunEvent } from '../../core/rows/runEvents.ts';
import { lookedAt } from '../../core/entry/limitStreak.ts';
import { takenWait } from '../../core/entry/waitsFor.ts';
import type { Clock } from '../../core/basics/time.ts';
import { sha256 } from '../../store/disk/digest.ts';
import type { Ledger } from '../../store/ledger.ts';
import { processesReady } from '../../store/processes/processMark.ts';
import type { Launcher, Started } from '../../verbs/host.ts';
import { agentsFor, reportAgents, type AgentsOptions } from '../agents/agents.ts';
import { createAlive } from '../home/alive.ts';
import { claimName, lookAtClaim, newToken, takeClaim, type Claim } from './claim.ts';
import { admitUnwatched, unwatchedRefusal, type Unwatched } from '../approval/gate.ts';
import { noteLooked } from '../approval/grantUse.ts';
import { hashOf, promptPath } from '../home/homeFiles.ts';
import { freeGeneration, giveUpPresumed, holdRefusal, voidEarlier, type Asking } from './occurrence.ts';
import { planRun, runRefusal } from './plan.ts';
import { createProgramCache } from '../agents/programCache.ts';
import { conversationRefusal } from './conversationRefusal.ts';
import { planOpening } from './opening.ts';
import { planReopening } from './reopening.ts';
import { withRemote } from './remoteClaim.ts';
import { backoffOf, type RetrySettings } from '../exec/backoffSettings.ts';
import { eventOf } from './claimEvent.ts';
import { stopRun } from './stopRun.ts';
import { voidToken } from './tokenUse.ts';

/** What a surface brings for its agents to be started. `env`: where PATH and DEFER_EXECUTOR are looked up. */
export interface LauncherOptions extends AgentsOptions {
  readonly clock: Clock;
  readonly zone: string;
  /** What limits runs that nobody watches; the usual limits where there is none. */
  readonly limits?: () => Limits | Refusal;
  /** What the settings say of retries, where the surface has some; the environment goes before them. */
  readonly retrySettings?: () => RetrySettings;
  /** Whether an agent that Defer started asks, where the surface knows more of that than the environment tells. */
  readonly underRun?: () => boolean;
  /** Lets `exec(token)` happen: in this process, or in a terminal. */
  readonly begin: (token: string, plan: LaunchPlan) => Promise<Started | Refusal>;
}

/** Whether an agent that Defer started asks: it starts nothing and approves nothing, whatever door it comes by. */
export const isUnderRun = ({ env, underRun }: Pick<LauncherOptions, 'env' | 'underRun'>): boolean =>
  env['DEFER_RUN_ID'] !== undefined || underRun?.() === true;

const underRun = (): Refusal =>
  refusal(l10n.t('An agent that Defer started does not start others. Leave the run to the person.'));

/** The one way an agent is started, whatever the surface (docs/running.md, "At most once"). */
export function createLauncher(given: LauncherOptions): Launcher {
  const options: LauncherOptions = { ...given, programs: given.programs ?? createProgramCache() };
  const { home, clock, zone, env } = options;
  const alive = createAlive(home, clock);
  const sure = createAlive(home, clock, 'sure');

  const askingFor = (ledger: Ledger, again: boolean): Asking => ({
    home,
    alive,
    sure,
    now: clock.now(),
    zone,
    folder: ledger.folder,
    again,
  });
  const unwatched = ({ now }: Asking): Unwatched => ({
    ...{ home, alive, now, zone },
    limits: options.limits?.() ?? USUAL_LIMITS,
    conversationRefusal: (ledger, entry) => conversationRefusal(options, ledger, entry),
  });
  const eventsOf = (ledger: Ledger, id: string): readonly RunEvent[] => ledger.schedule.get(id)?.runEvents() ?? [];

  return {
    async plan(ledger, entry, asked) {
      const { again, unattended = false, retry = unattended, preview = false, claimRemote, reopens } = asked;
      const run: Entry = asked.fresh === true ? { ...entry, mode: 'fresh' } : entry;
      if (isUnderRun(options)) {
        return underRun();
      }
      if (reopens) {
        return planReopening(entry, ledger.folder, reopens, agentsFor(options, ledger));
      }
      const no = runRefusal(entry);
      if (no) {
        return no;
      }
      const asking = askingFor(ledger, again);
      await processesReady();
      const gen = await freeGeneration(entry, eventsOf(ledger, entry.id), asking);
      if (typeof gen !== 'number') {
        return gen;
      }
      const slot = { gen, again, unattended, place: asked.place };
      const planned = await planRun(run, ledger, slot, agentsFor(options, ledger), asking.now);
      if (isRefusal(planned)) {
        return planned;
      }
      const plan = { ...planned, ...remoteOf({ claimRemote }) };
      const isAsked = unattended && !preview;
      const never = isAsked ? await unwatchedRefusal(ledger, entry, plan, unwatched(asking)) : undefined;
      return never ?? (retry ? { ...plan, retry: backoffOf(env, options.retrySettings?.()) } : plan);
    },

    async start(ledger, asked) {
      const asking = askingFor(ledger, asked.again);
      if (asked.reopens !== undefined) {
        const claim = claimFor(asked, ledger, asking, [...agentsFor(options, ledger).folders, asked.cwd]);
        await takeClaim(home, hashOf('reopen', claim.token), claim, asked.prompt);
        return options.begin(claim.token, asked);
      }
      await ledger.look();
      const replan = (entry: Entry): Promise<LaunchPlan | Refusal> =>
        planRun(entry, ledger, asked, agentsFor(options, ledger), asking.now);
      const admitted = asked.unattended ? await admitUnwatched(ledger, asked, unwatched(asking), replan) : undefined;
      if (isRefusal(admitted)) {
        return admitted;
      }
      // The plan that was made anew and admitted is the one that starts. It lacks the retry and the remote that were
      // asked for.
      const plan = admitted
        ? { ...admitted.plan, ...(asked.retry && { retry: asked.retry }), ...remoteOf(asked) }
        : asked;
      const claimed = await claimRun(ledger, plan, asking).catch(async (error: unknown) => {
        await admitted?.putBack();
        throw error;
      });
      if (isRefusal(claimed)) {
        await admitted?.putBack();
        return claimed;
      }
      const { token } = claimed;
      try {
        const used = await admitted?.use(token);
        if (used) {
          await voidToken(home, token);
          await admitted?.putBack();
          return used;
        }
        const record = (): Promise<Refusal | undefined> => recordClaim(ledger, claimed, asking);
        const refused = await withRemote({ folder: ledger.folder, home }, plan, eventsOf(ledger, plan.entryId), record);
        if (refused) {
          await admitted?.putBack();
        }
        const begun = refused ?? (await options.begin(token, plan));
        if (isRefusal(begun)) {
          await voidToken(home, token);
        }
        return begun;
      } catch (error) {
        // The caller is told of the first error. If this fails too, the token ends by itself after two minutes.
        await voidToken(home, token).catch(() => false);
        throw error;
      }
    },

    stop: (ledger, entry) => stopRun(ledger, entry.id, () => eventsOf(ledger, entry.id), { home, alive }),
    planOpening: async opening =>
      isUnderRun(options) ? underRun() : planOpening(opening, agentsFor(options, opening)),

    agents: () => reportAgents(agentsFor(options)),
  };

  async function claimRun(ledger: Ledger, plan: LaunchPlan, asking: Asking): Promise<Claim | Refusal> {
    const started = await voidEarlier(plan.entryId, plan, eventsOf(ledger, plan.entryId), asking);
    if (started) {
      return started;
    }
    const name = await claimName(ledger.folder, plan.entryId, plan.occ, plan.gen);
    const claim = claimFor(plan, ledger, asking, [...agentsFor(options, ledger).folders, plan.cwd]);
    if (!(await takeClaim(home, name, claim, plan.prompt))) {
      return holdRefusal(await lookAtClaim(home, name, asking.now), asking);
    }
    if (plan.again) {
      await giveUpPresumed(eventsOf(ledger, plan.entryId), asking);
    }
    return claim;
  }

  function claimFor(plan: LaunchPlan, ledger: Ledger, { now }: Asking, folders: readonly string[]): Claim {
    const { prompt, ...rest } = plan;
    const promptSha = plan.agent === 'command' || plan.reopens !== undefined ? undefined : sha256(prompt);
    return {
      token: newToken(),
      createdAt: now,
      host: hostname(),
      pid: process.pid,
      scope: ledger.scope,
      folder: ledger.folder,
      folders,
      ...(promptSha !== undefined && { promptSha, promptPath: promptPath(home, promptSha) }),
      plan: rest,
    };
  }
}

const remoteOf = ({ claimRemote }: { readonly claimRemote?: string | undefined }): Pick<LaunchPlan, 'claimRemote'> =>
  claimRemote === undefined ? {} : { claimRemote };

/** Writes that a run is claimed; refused where the entry is not what it was when the run was planned. */
async function recordClaim(ledger: Ledger, claim: Claim, { alive, home }: Asking): Promise<Refusal | undefined> {
  const { entryId, occ, unattended } = claim.plan;
  const after = await ledger.act(entryId, claim.createdAt, state => {
    const entry = state && toEntry(state);
    if (!entry || runOccurrenceOf(entry, claim.createdAt) !== occ) {
      return refusal(l10n.t('The entry has changed since its run was planned, so nothing was started. Look again.'));
    }
    // A person who starts it by hand has looked at it.
    const looked = unattended ? {} : lookedAt(entry, toRuns(state.runEvents(), alive), claim.createdAt);
    const set = { ...looked, ...takenWait(entry.fields['waits_for'], entry.observation) };
    return runRefusal(entry) ?? { set, run: eventOf(claim, 'claimed', claim.createdAt, home) };
  });
  if (isRefusal(after)) {
    return after;
  }
  await (unattended ? undefined : noteLooked(home, entryId, ledger.folder, claim.createdAt));
  return undefined;
}
