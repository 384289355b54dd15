import { join } from 'node:path';
import { agentDeferPrompt } from '../../core/agent/agentDeferPrompt.ts';
import { boundRun, UNBOUND } from '../../core/agent/runBudget.ts';
import { coveredEntry } from '../../core/agent/covered.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { executorRecord } from '../../core/agent/executorRecord.ts';
import { isFileOnly, PROMPT_FILE, type LaunchPlan } from '../../core/agent/launch.ts';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { AgentExit } from '../exec/agentProcess.ts';
import type { Agents } from './agents.ts';
import type { Claim } from '../start/claim.ts';
import { findProgram } from '../../store/programs/findProgram.ts';
import { hashOf, readIfThere, replaceOwn } from '../home/homeFiles.ts';
import { promptOf, type PromptPlace } from '../start/promptOf.ts';

/** The file of an entry's prompt: named after its id where that is a plain name, else after a hash of it. */
export const promptFile = (prompts: string, id: string): string =>
  join(prompts, `${/^\w[\w.-]{0,119}$/.test(id) ? id : hashOf(id).slice(0, 32)}.prompt.txt`);

type Common = Pick<LaunchPlan, 'entryId' | 'occ' | 'gen' | 'again' | 'unattended' | 'mode' | 'cwd'>;

/**
 * What a run is as agent-defer would do it: the prompt is written to a file, then the executor that DEFER_EXECUTOR
 * names reads the entry's record. Without one the file is all, for whoever picks it up.
 */
export async function planAgentDefer(
  entry: Entry,
  place: PromptPlace,
  common: Common,
  { env, folders }: Agents,
  { prompts, now }: { readonly prompts: string; readonly now: Instant },
): Promise<LaunchPlan | Refusal> {
  const program = env['DEFER_EXECUTOR'];
  const found = program ? await findProgram(program, env, folders) : undefined;
  if (isRefusal(found)) {
    return found;
  }
  const bound = common.unattended ? boundRun(entry, { name: 'agent-defer', profile: {} }) : UNBOUND;
  if (isRefusal(bound)) {
    return bound;
  }
  const { flags: _, ...bounds } = bound;
  const { snapshot } = await promptOf(entry, place, { env, unattended: common.unattended });
  const prompt = agentDeferPrompt(entry, snapshot);
  return {
    ...common,
    ...bounds,
    agent: found ? 'agent-defer' : PROMPT_FILE,
    executable: found?.path ?? '',
    calledAs: found?.calledAs ?? '',
    args: [],
    prompt,
    basis: prompt,
    pattern: { input: 'executor', vectors: [[]] },
    artifact: promptFile(prompts, entry.id),
    ...(found && { stdin: executorRecord(common.unattended ? coveredEntry(entry) : entry, now, snapshot) }),
  };
}

/**
 * Writes the file that a plan has its prompt in; how the run ended where that fails, and where it was all there was to
 * do.
 */
export async function prepareArtifact({ plan, promptPath = '' }: Claim): Promise<AgentExit | undefined> {
  if (plan.artifact === undefined) {
    return undefined;
  }
  try {
    await replaceOwn(plan.artifact, (await readIfThere(promptPath)) ?? '');
  } catch {
    return { exitCode: 73, words: 'exit code 73: the prompt could not be written to its file' };
  }
  return isFileOnly(plan) ? { exitCode: 0, words: 'prompt prepared' } : undefined;
}
