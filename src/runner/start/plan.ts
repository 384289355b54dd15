import * as l10n from '@vscode/l10n';
import type { Snapshot } from '../../core/files/contextText.ts';
import { coveredEntry } from '../../core/agent/covered.ts';
import { hasKnownStatus, type Entry, type Mode } from '../../core/entry/entry.ts';
import { runOccurrenceOf } from '../../core/entry/occurrenceOf.ts';
import { executorRecord } from '../../core/agent/executorRecord.ts';
import { boundRun, UNBOUND } from '../../core/agent/runBudget.ts';
import { withFlags } from '../../core/agent/caps.ts';
import { fillVector, type Keeper, type LaunchPlan, type PromptWay, type Vectors } from '../../core/agent/launch.ts';
import type { WorktreePlan } from '../../core/agent/worktreePlan.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { WorkPlace } from '../../core/rows/workPlace.ts';
import { planAgentDefer } from '../agents/planAgentDefer.ts';
import { argumentRefusal } from './arguments.ts';
import { chooseAgent, type Agents } from '../agents/agents.ts';
import { conversationOf } from '../agents/conversation.ts';
import { findProgram } from '../../store/programs/findProgram.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { workingFolder } from './folders.ts';
import { keeperOf } from '../keepers/keeperOf.ts';
import { planPlace } from '../worktrees/planPlace.ts';
import { promptOf, type PromptPlace } from './promptOf.ts';

/** Which generation of which occurrence a plan is for. */
export interface Slot {
  readonly gen: number;
  readonly again: boolean;
  /** Whether nobody watches. */
  readonly unattended: boolean;
  /** Where the person wants this one run, whatever the entry says. */
  readonly place?: WorkPlace | undefined;
  /** Whether only what an approval covers is asked for. */
  readonly isBrief?: true;
}

const REMINDERS: ReadonlySet<string> = new Set(['reminder', 'review', 'audit', 'milestone_check']);

/** Why an entry as it stands is not run, and what to do instead; undefined where it may be. */
export function runRefusal(entry: Entry): Refusal | undefined {
  if (entry.newer) {
    return refusal(l10n.t('A newer version of Defer wrote this entry. Update Defer to run it.'));
  }
  if (!entry.isOpen) {
    return refusal(l10n.t('The entry is already {0}. Reopen it first ("defer reopen").', entry.status));
  }
  if (entry.status === 'proposed') {
    return refusal(l10n.t('The entry is only a proposal. Accept it first ("defer accept").'));
  }
  if (!hasKnownStatus(entry)) {
    return refusal(
      l10n.t('The entry has a status that this version of Defer does not know, so it is shown and not run.'),
    );
  }
  if (REMINDERS.has(entry.kind)) {
    return refusal(l10n.t('A reminder has nothing to run. Snooze it, or mark it done.'));
  }
  if (entry.kind === 'command') {
    return entry.command.length > 0
      ? undefined
      : refusal(l10n.t('The entry names no command. Correct it in the schedule file.'));
  }
  return entry.kind === 'prompt'
    ? undefined
    : refusal(l10n.t('The entry is of a kind that this version of Defer does not know, so it is shown and not run.'));
}

/**
 * What a run of an entry would start: the gates that need no claim (docs/security.md), then the whole vector. `place`
 * is the schedule it is in. Text of the file reaches it as the prompt, as whole arguments of a `command`, and nowhere
 * else.
 */
export async function planRun(
  entry: Entry,
  place: PromptPlace,
  { place: asked, isBrief, ...slot }: Slot,
  given: Agents,
  now: Instant,
): Promise<LaunchPlan | Refusal> {
  const { folder } = place;
  const cwd = await workingFolder(folder, entry.cwd);
  if (typeof cwd !== 'string') {
    return cwd;
  }
  // An entry of the global schedule may work in any folder of the home. No program may come from that folder either.
  const agents: Agents = { ...given, folders: [...given.folders, cwd] };
  const { gen, again, unattended } = slot;
  const common = { gen, again, unattended, entryId: entry.id, occ: runOccurrenceOf(entry, now), mode: entry.mode, cwd };
  const root = (await realOf(folder)) ?? folder;
  const works = (keeper?: Keeper): Promise<WorktreePlan | Refusal | undefined> =>
    planPlace(entry, {
      ...{ folder: root, cwd, home: agents.home, settings: agents.worktree, now },
      ...{ unattended, asked, keeper, isBrief },
    });
  if (entry.kind === 'command') {
    const [program = '', ...args] = entry.command;
    const found = await findProgram(program, agents.env, agents.folders);
    if (isRefusal(found)) {
      return found;
    }
    const { path: executable, calledAs } = found;
    const bound = unattended ? boundRun(entry, undefined) : UNBOUND;
    if (isRefusal(bound)) {
      return bound;
    }
    const { flags: _, ...bounds } = bound;
    const worktree = await works();
    if (isRefusal(worktree)) {
      return worktree;
    }
    return (
      argumentRefusal(found, args) ?? {
        ...common,
        ...bounds,
        ...(worktree && { worktree }),
        agent: 'command',
        executable,
        calledAs,
        args,
        prompt: '',
        basis: '',
        pattern: { input: 'argument', vectors: [args] },
      }
    );
  }
  if (agents.prompts !== undefined) {
    if ((asked ?? entry.place) === 'worktree') {
      return refusal(l10n.t('Where Defer stands in for another tool, runs work in the checkout. Use --in here.'));
    }
    return planAgentDefer(entry, place, common, agents, { prompts: agents.prompts, now });
  }
  const chosen = await chooseAgent(entry.agent, agents);
  if (isRefusal(chosen)) {
    return chosen;
  }
  const vectors = unattended ? chosen.profile.unattended : chosen.profile;
  const bound = unattended ? boundRun(entry, chosen) : UNBOUND;
  if (isRefusal(bound)) {
    return bound;
  }
  if (!vectors) {
    return refusal(l10n.t('The profile {0} has no "unattended", so it cannot run automatically.', chosen.name));
  }
  const { keeper: keeperName } = chosen.profile;
  const conversation = await conversationOf(agents.home, root, entry, {
    name: chosen.name,
    vectors,
    keeperName,
    keeper: keeperName && keeperOf(keeperName, agents.env, agents.folders),
  });
  if (isRefusal(conversation)) {
    return conversation;
  }
  const { vector, session, isBound, sessionKey, keeper } = conversation;
  const worktree = await works(keeperName);
  if (isRefusal(worktree)) {
    return worktree;
  }
  const asking = { env: agents.env, unattended, told: worktree?.told };
  const { prompt, basis, snapshot } = await promptOf(entry, place, asking);
  const { flags, ...bounds } = bound;
  const args = fillVector(withFlags(vector, flags), prompt, session);
  const read = unattended ? coveredEntry(entry) : entry;
  const stdin = standardInput(vectors.input, read, { prompt, snapshot }, now);
  return (
    argumentRefusal(chosen.executable, args) ?? {
      ...common,
      ...bounds,
      ...(worktree && { worktree }),
      agent: chosen.name,
      executable: chosen.executable.path,
      calledAs: chosen.executable.calledAs,
      args,
      prompt,
      basis,
      pattern: patternOf(vectors, entry.mode, flags),
      ...(stdin !== undefined && { stdin }),
      ...(session !== undefined && { session }),
      ...(isBound && { isBound }),
      ...(sessionKey !== undefined && { sessionKey }),
      ...(keeper !== undefined && { keeper }),
      ...(keeperName !== undefined && { store: keeperName }),
    }
  );
}

/** A callback entry goes on in its conversation from the second run on, so it is both vectors that start it. */
const patternOf = ({ fresh, resume, input }: Vectors, mode: Mode, flags: readonly string[]): LaunchPlan['pattern'] => ({
  input,
  vectors: (mode === 'callback' && resume ? [fresh, resume] : [fresh]).map(vector => withFlags(vector, flags)),
});

interface Said {
  readonly prompt: string;
  readonly snapshot: Snapshot | undefined;
}

function standardInput(way: PromptWay, entry: Entry, { prompt, snapshot }: Said, now: Instant): string | undefined {
  switch (way) {
    case 'argument':
      return undefined;
    case 'stdin':
      return prompt;
    case 'executor':
      return executorRecord(entry, now, snapshot);
  }
}
