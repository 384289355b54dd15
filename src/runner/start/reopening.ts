import type { Entry } from '../../core/entry/entry.ts';
import { fillVector, withoutPrompt, type LaunchPlan } from '../../core/agent/launch.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { chooseAgent, type Agents } from '../agents/agents.ts';
import { claimOfToken, isToken } from './claim.ts';
import { isInside, realOf } from '../../store/disk/inside.ts';
import { keeperOf } from '../keepers/keeperOf.ts';
import { isSessionId, rememberedSession } from '../agents/session.ts';
import { runSessionKey } from '../agents/sessionSearch.ts';

/**
 * What opens the conversation of a past run again: the tool as it is started for a person, without a prompt, in the
 * folder of that run. Nothing of it comes from the file: the run's token only names what this machine wrote down when
 * it started the run itself, which must have been of this entry in this folder, so that no file that was copied here can point an
 * agent at a conversation of its choice. `folder` is the schedule's.
 */
export async function planReopening(
  entry: Entry,
  folder: string,
  run: Run,
  agents: Agents,
): Promise<LaunchPlan | Refusal> {
  if (run.outcome === 'running') {
    return refusal('That run is still going on. Its conversation is open in its own terminal.');
  }
  const claim = isToken(run.token) ? await claimOfToken(agents.home, run.token) : undefined;
  const root = await realOf(folder);
  if (!claim || claim.plan.entryId !== entry.id || root === undefined || (await realOf(claim.folder)) !== root) {
    return refusal('That run was not started on this machine and in this folder, so its conversation is not here.');
  }
  const { agent, cwd, mode } = claim.plan;
  if (agent === 'command') {
    return refusal('That was a command, which has no conversation.');
  }
  const session = claim.plan.session ?? (await rememberedSession(agents.home, runSessionKey(run.token), agent));
  if (session === undefined || !isSessionId(session)) {
    return refusal(
      `Defer does not know under which id ${agent} keeps the conversation of that run, so it cannot be opened.`,
    );
  }
  const chosen = await chooseAgent(agent, agents);
  if (isRefusal(chosen)) {
    return chosen;
  }
  const { resume, keeper: keeperName } = chosen.profile;
  if (!resume || chosen.profile.input === 'executor') {
    return refusal(`The profile ${agent} has no "resume", so it cannot open a conversation again.`);
  }
  if ((await realOf(cwd)) !== cwd || !isInside(cwd, root)) {
    return refusal('The folder of that run no longer exists, so its conversation cannot be opened in it.');
  }
  const keeper = keeperName && keeperOf(keeperName, agents.env, agents.folders);
  if ((await keeper?.has?.(session)) === false) {
    return refusal(`${agent} no longer has the conversation of that run.`);
  }
  return {
    entryId: entry.id,
    occ: run.occ,
    gen: run.gen,
    again: false,
    unattended: false,
    agent,
    mode,
    executable: chosen.executable.path,
    calledAs: chosen.executable.calledAs,
    args: fillVector(withoutPrompt(resume), '', session),
    cwd,
    prompt: '',
    basis: '',
    pattern: { input: 'argument', vectors: [resume] },
    session,
    reopens: run.token,
  };
}
