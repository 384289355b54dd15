import { hostname } from 'node:os';
import { runOccurrenceOf, toEntry } from '../core/entry.ts';
import type { LaunchPlan } from '../core/launch.ts';
import { isRefusal, refusal, type Refusal } from '../core/refusal.ts';
import type { RunEvent } from '../core/run.ts';
import type { Clock } from '../core/time.ts';
import { sha256 } from '../store/digest.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Launcher, Started } from '../verbs/verb.ts';
import { reportAgents, type Agents } from './agents.ts';
import { createAlive } from './alive.ts';
import { claimName, lookAtClaim, newToken, takeClaim, type Claim } from './claim.ts';
import { promptPath } from './home.ts';
import { freeGeneration, holdRefusal, voidEarlier, type Asking } from './occurrence.ts';
import { planRun, runRefusal } from './plan.ts';
import { withRemote } from './remoteClaim.ts';
import { eventOf } from './runEvent.ts';
import { voidToken } from './tokenUse.ts';

/** What a surface brings for its agents to be started. */
export interface LauncherOptions {
  readonly home: string;
  readonly clock: Clock;
  readonly zone: string;
  /** Where PATH and DEFER_EXECUTOR are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folders that are open; the schedule's own always counts as well. */
  readonly folders: () => readonly string[];
  /** The value of the machine-scope setting `defer.agents`. */
  readonly settings?: () => unknown;
  /** The profile for entries that name none. */
  readonly standardAgent?: () => string | undefined;
  /** Lets `exec(token)` happen: in this process, or in a terminal. */
  readonly begin: (token: string, plan: LaunchPlan) => Promise<Started | Refusal>;
}

/** The one way an agent is started, whatever the surface (RUNNING.md, "At most once, with evidence"). */
export function createLauncher(options: LauncherOptions): Launcher {
  const { home, clock, zone, env } = options;
  const alive = createAlive(home, clock);

  const agentsFor = (ledger?: Ledger): Agents => ({
    home,
    env,
    settings: options.settings?.(),
    standard: options.standardAgent?.(),
    folders: [...options.folders(), ...(ledger ? [ledger.folder] : [])],
  });
  const askingFor = (ledger: Ledger, again: boolean): Asking => ({
    home,
    alive,
    now: clock.now(),
    zone,
    folder: ledger.folder,
    again,
  });
  const eventsOf = (ledger: Ledger, id: string): readonly RunEvent[] => ledger.schedule.get(id)?.runEvents() ?? [];

  return {
    async plan(ledger, entry, { again, unattended = false, claimRemote }) {
      if (env['DEFER_RUN_ID'] !== undefined) {
        return refusal('An agent that Defer started does not start others. Leave the run to the person.');
      }
      const no = runRefusal(entry);
      if (no) {
        return no;
      }
      const gen = await freeGeneration(entry, eventsOf(ledger, entry.id), askingFor(ledger, again));
      const plan =
        typeof gen === 'number'
          ? await planRun(entry, ledger.folder, { gen, again, unattended }, agentsFor(ledger), clock.now())
          : gen;
      return isRefusal(plan) || claimRemote === undefined ? plan : { ...plan, claimRemote };
    },

    async start(ledger, plan) {
      const asking = askingFor(ledger, plan.again);
      await ledger.look();
      const started = await voidEarlier(plan.entryId, plan, eventsOf(ledger, plan.entryId), asking);
      if (started) {
        return started;
      }
      const name = await claimName(ledger.folder, plan.entryId, plan.occ, plan.gen);
      const claim = claimFor(plan, ledger, asking, agentsFor(ledger).folders);
      if (!(await takeClaim(home, name, claim, plan.prompt))) {
        return holdRefusal(await lookAtClaim(home, name, asking.now), asking);
      }
      try {
        const record = (): Promise<Refusal | undefined> => recordClaim(ledger, claim);
        const refused = await withRemote(ledger.folder, plan, eventsOf(ledger, plan.entryId), record);
        const begun = refused ?? (await options.begin(claim.token, plan));
        if (isRefusal(begun)) {
          await voidToken(home, claim.token);
        }
        return begun;
      } catch (error) {
        // Whatever went wrong comes first; without this the claim is over in two minutes.
        await voidToken(home, claim.token).catch(() => false);
        throw error;
      }
    },

    agents: () => reportAgents(agentsFor()),
  };

  function claimFor(plan: LaunchPlan, ledger: Ledger, { now }: Asking, folders: readonly string[]): Claim {
    const { prompt, ...rest } = plan;
    const promptSha = plan.agent === 'command' ? undefined : sha256(prompt);
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

/** Writes that a run is claimed; refused where the entry is not what it was when the run was planned. */
async function recordClaim(ledger: Ledger, claim: Claim): Promise<Refusal | undefined> {
  const { entryId, occ } = claim.plan;
  const after = await ledger.act(entryId, claim.createdAt, state => {
    const entry = state && toEntry(state);
    if (!entry || runOccurrenceOf(entry, claim.createdAt) !== occ) {
      return refusal('The entry has changed since its run was planned, so nothing was started. Look again.');
    }
    return runRefusal(entry) ?? { set: {}, run: eventOf(claim, 'claimed', claim.createdAt) };
  });
  return isRefusal(after) ? after : undefined;
}
