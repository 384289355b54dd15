import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { LaunchPlan } from '../../core/agent/launch.ts';
import { busyRefusal, isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { RunEvent } from '../../core/rows/runEvents.ts';
import { nextGeneration } from '../../core/rows/generation.ts';
import { GitClaims } from '../../store/events/gitClaim.ts';
import { ownMachine } from '../../store/processes/machineId.ts';
import { isOwnId } from './claim.ts';
import { hashOf } from '../home/homeFiles.ts';

const held = (): string =>
  l10n.t(
    'Nothing was started: another machine has claimed this run. Pull to see how it went; then you can use --again.',
  );

/** Which schedule's repository is meant, and where this machine has its id. */
interface Place {
  readonly folder: string;
  readonly home: string;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/;

/**
 * The name of the claim on a run, the same in every clone. Its generation is that of the runs that ended, not the
 * claim's of this machine: a claim that a remote refused here must not lead to another name. An id that is not of our
 * own making is one only within the folder of its repository.
 */
const nameOf = (plan: LaunchPlan, events: readonly RunEvent[], place: string): string => {
  const gen = nextGeneration(events, plan.occ, plan.again);
  return hashOf(plan.entryId, plan.occ, String(gen), ...(isOwnId(plan.entryId) ? [] : [place]));
};

/**
 * Lets `record` happen once the remote that a plan names has granted the claim (docs/running.md, "Without the editor"),
 * at once where it names none. Refused, and so not to be started, where another machine has it, and also where the
 * remote does not answer. Where `record` refuses or fails the claim is given back.
 */
export async function withRemote(
  place: Place,
  plan: LaunchPlan,
  events: readonly RunEvent[],
  record: () => Promise<Refusal | undefined>,
): Promise<Refusal | undefined> {
  const release = plan.claimRemote === undefined ? undefined : await claimAt(plan.claimRemote, place, plan, events);
  if (isRefusal(release)) {
    return release;
  }
  try {
    const refused = await record();
    if (refused) {
      await release?.();
    }
    return refused;
  } catch (error) {
    await release?.();
    throw error;
  }
}

async function claimAt(
  remote: string,
  { folder, home }: Place,
  plan: LaunchPlan,
  events: readonly RunEvent[],
): Promise<(() => Promise<void>) | Refusal> {
  const git = new GitClaims(folder);
  const place = await git.place();
  if (place === undefined) {
    return refusal(
      l10n.t('Nothing was started: a claim at a git remote needs a repository, and this folder is in none.'),
    );
  }
  if (!NAME.test(remote) || !(await git.remotes()).includes(remote)) {
    return refusal(l10n.t('Nothing was started: git knows no remote of that name here. "git remote" shows them.'));
  }
  const words = `Claim of a deferred run\n\nmachine ${hashOf('machine', ownMachine(home) ?? hostname()).slice(0, 12)}\n${randomBytes(16).toString('hex')}`;
  const grant = await git.claim(remote, nameOf(plan, events, place), words);
  switch (grant.state) {
    case 'granted':
      return grant.release;
    case 'held':
      return busyRefusal(held());
    case 'unclear':
      return refusal(
        l10n.t('Nothing was started: {0} did not grant the claim. See whether "git push" reaches it.', remote),
      );
  }
}
