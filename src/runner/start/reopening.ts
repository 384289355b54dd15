import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import type { Entry } from '../../core/entry/entry.ts';
import type { LaunchPlan } from '../../core/agent/launch.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import type { Agents } from '../agents/agents.ts';
import { claimOfToken, isToken } from './claim.ts';
import { isInside } from '../../store/disk/inside.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { ownWorktreeOf } from '../results/ownWorktree.ts';
import { readResult } from '../results/resultRecord.ts';
import { isWhole } from '../worktrees/lookIntoWorktree.ts';
import { planOpening } from './opening.ts';
import { isSessionId, rememberedSession } from '../agents/session.ts';
import { runSessionKey } from '../agents/sessionSearch.ts';

/** The folder in the worktree that a run worked in, where that is still there. */
async function placeOf(home: string, token: string): Promise<string | undefined> {
  const record = await readResult(home, token);
  const folder = record && join(record.worktree, ...record.prefix.split('/').filter(Boolean));
  return record && folder !== undefined && (await isWhole(ownWorktreeOf(record))) && (await realOf(folder)) === folder
    ? folder
    : undefined;
}

/**
 * What opens the conversation of a past run again: the tool as it is started for a person, without a prompt, in the
 * folder of that run, or in its worktree where that is still there. Nothing of it comes from the file: the run's token
 * only names what this machine wrote down when it started the run itself, which must have been of this entry in this
 * folder, so that no file that was copied here can point an agent at a conversation of its choice. `folder` is the
 * schedule's.
 */
export async function planReopening(
  entry: Entry,
  folder: string,
  run: Run,
  agents: Agents,
): Promise<LaunchPlan | Refusal> {
  if (run.outcome === 'running') {
    return refusal(l10n.t('That run is still going on. Its conversation is open in its own terminal.'));
  }
  const claim = isToken(run.token) ? await claimOfToken(agents.home, run.token) : undefined;
  const root = await realOf(folder);
  if (!claim || claim.plan.entryId !== entry.id || root === undefined || (await realOf(claim.folder)) !== root) {
    return refusal(
      l10n.t('That run was not started on this machine and in this folder, so its conversation is not here.'),
    );
  }
  const { agent, cwd, mode } = claim.plan;
  if (agent === 'command') {
    return refusal(l10n.t('That was a command, which has no conversation.'));
  }
  const session = claim.plan.session ?? (await rememberedSession(agents.home, runSessionKey(run.token), agent));
  if (session === undefined || !isSessionId(session)) {
    return refusal(
      l10n.t(
        'Defer does not know under which id {0} keeps the conversation of that run, so it cannot be opened.',
        agent,
      ),
    );
  }
  if ((await realOf(cwd)) !== cwd || !isInside(cwd, root)) {
    return refusal(l10n.t('The folder of that run no longer exists, so its conversation cannot be opened in it.'));
  }
  const plan = await planOpening(
    { agent, id: session, folder: (await placeOf(agents.home, run.token)) ?? cwd },
    agents,
  );
  return isRefusal(plan) ? plan : { ...plan, mode, entryId: entry.id, occ: run.occ, gen: run.gen, reopens: run.token };
}
