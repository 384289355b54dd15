import type { Clock } from '../../core/basics/time.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { prepareArtifact } from '../agents/planAgentDefer.ts';
import type { SessionSearch } from '../agents/sessionSearch.ts';
import type { Claim } from '../start/claim.ts';
import { runAgent, type AgentExit } from './agentProcess.ts';
import { agentEnvironment } from './environment.ts';
import type { OutputTail } from './outputTail.ts';
import { exitCodeOf, type Caught } from './signals.ts';
import { watchForStop } from './stopRequest.ts';
import { watchTime } from './timeLimit.ts';

/** What a runner needs of the process that it is. */
export interface ExecIo {
  readonly home: string;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  /** Where the agent's own output goes: 1, or 2 where the standard output belongs to somebody else. */
  readonly output?: 1 | 2;
  /** The log of what is done, where it is not the usual one. */
  readonly log?: string | undefined;
  /** Tells the person what cannot be written to the schedule. */
  readonly say: (text: string) => void;
  /** Told how the agent ended, once that is in the schedule. */
  readonly ended?: (agent: string, exit: AgentExit) => void;
}

/** The end of a run that a person stopped: the exit code of an interruption (`isInterruption`). */
const STOPPED: AgentExit = { exitCode: 130, words: 'stopped' };

/** What goes along with the agent. */
export interface Company {
  readonly tail: OutputTail | undefined;
  readonly search: SessionSearch;
}

/** How an agent that was started ended, and what ended it where it did not end by itself. */
export interface WatchedExit {
  readonly exit: AgentExit;
  /** Whether a person stopped it. */
  readonly isStopped: boolean;
  /** The minutes of its budget, where it took longer and was ended for that. */
  readonly overMinutes?: number;
}

/** Starts the agent, and ends it where a person asks for that, or its time is over. */
export async function startAndWatch(claim: Claim, io: ExecIo, signals: Caught, company: Company): Promise<WatchedExit> {
  const stop = watchForStop(io.home, claim.token, () => signals.ask('SIGTERM'));
  const time = watchTime(claim.plan.budget?.minutes, () => {
    const isFirst = signals.stop === undefined;
    signals.ask('SIGTERM');
    return isFirst;
  });
  try {
    const exit = await startAgent(claim, io, signals, company);
    if (stop.isAsked) {
      // Whatever the agent's exit code, nothing failed.
      return { exit: STOPPED, isStopped: true };
    }
    return time.over === undefined ? { exit, isStopped: false } : overTime(exit, time.over);
  } finally {
    time.end();
    await stop.end();
  }
}

/** The end of a run whose time was over: a failure, whatever its agent made of being asked to end. */
function overTime(exit: AgentExit, minutes: number): WatchedExit {
  const exitCode = exit.exitCode === 0 ? exitCodeOf('SIGTERM') : exit.exitCode;
  const words = `over its ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return { exit: { exitCode, words }, isStopped: false, overMinutes: minutes };
}

export async function startAgent(
  claim: Claim,
  io: ExecIo,
  signals: Caught,
  { tail, search }: Company,
): Promise<AgentExit> {
  const { plan } = claim;
  if (signals.first) {
    return { exitCode: exitCodeOf(signals.first), words: `stopped by ${signals.first} before it was started` };
  }
  if ((await realOf(plan.cwd)) !== plan.cwd) {
    return { exitCode: 126, words: 'exit code 126: the folder to run in has changed' };
  }
  const prepared = await prepareArtifact(claim);
  if (prepared) {
    return prepared;
  }
  if ((await realOf(plan.executable)) !== plan.executable) {
    return { exitCode: 127, words: 'exit code 127: the program was not found' };
  }
  const { entryId, agent, cwd } = plan;
  const env = await agentEnvironment(io.env, { token: claim.token, entryId, agent, folders: claim.folders, cwd });
  const note = tail && ((...printed: Parameters<OutputTail['add']>) => tail.add(...printed));
  const command = { ...plan, env, output: io.output ?? 1, note, isMerged: plan.artifact !== undefined };
  return runAgent(command, signals, () => search.begin());
}
