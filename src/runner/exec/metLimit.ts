import { limitInOutput } from '../../core/conversations/limitInOutput.ts';
import { isInterruption } from '../../core/rows/runEvents.ts';
import { instant, SECOND, type Clock, type Instant } from '../../core/basics/time.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { machineZone } from '../../store/processes/machineZone.ts';
import type { Claim } from '../start/claim.ts';
import type { AgentExit } from './agentProcess.ts';
import type { MetLimit } from './ending.ts';
import type { OutputTail } from './outputTail.ts';

/** A run as it went, for whoever looks at what its tool wrote of it. */
export interface Went {
  readonly exit: AgentExit;
  /** What it printed, where nobody watched. */
  readonly tail: OutputTail | undefined;
  /** The tool's id of its conversation, where it is known. */
  readonly session: string | undefined;
  /** When the agent was started, by this machine's clock. */
  readonly begun: Instant;
}

/** What exec brings to look at a store. */
interface Looking {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
}

/** The time of a record may be this much before the start: some tools write whole seconds. */
const SLACK = 2 * SECOND;

/**
 * The usage limit that stopped a run, if one did. The agent's own store decides where it says how the conversation of
 * the run ended, whatever the exit code: an agent may also quote a notice. Where it does not, a notice near the end of
 * the output of a failed run does.
 */
export async function metLimit(claim: Claim, went: Went, looking: Looking): Promise<MetLimit | undefined> {
  const { exitCode } = went.exit;
  if (isInterruption(exitCode)) {
    return undefined;
  }
  const conversation = await conversationOf(claim, went, looking).catch(() => undefined);
  if (conversation?.state === 'limit') {
    return { resetsAt: conversation.limit?.resetsAt };
  }
  const { tail } = went;
  return tail && exitCode !== 0 && conversation?.state !== 'waiting'
    ? limitIn(tail.text, looking.clock.now())
    : undefined;
}

/** The conversation of a run as its tool keeps it, where the tool wrote to it during the run. */
async function conversationOf(
  { plan, folders }: Claim,
  { session, begun }: Went,
  { home, env, clock }: Looking,
): Promise<KnownConversation | undefined> {
  if (session === undefined || plan.store === undefined) {
    return undefined;
  }
  const { openConversations } = await import('../conversations/openConversations.ts');
  const desk = openConversations({ ...{ home, env, clock, zone, asker: 'call' }, folders: () => folders });
  const found = await desk.find(session, plan.store);
  return found && found.activeAt >= begun - SLACK ? found : undefined;
}

/** The agent's clock is that of this process. */
const zone = (): string => machineZone() ?? 'UTC';

async function limitIn(text: string, now: Instant): Promise<MetLimit | undefined> {
  const { parseMoment: parse } = await import('../../core/when/parseMoment.ts');
  const found = limitInOutput(text, { now, parse, zone: zone() });
  return found && { resetsAt: instant(found.at) };
}
