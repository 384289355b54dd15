import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { codeOf } from '../../store/disk/fault.ts';
import { spawnProgram } from '../process/spawnProgram.ts';
import type { Stream } from './outputTail.ts';
import { exitCodeOf, type Caught } from './signals.ts';
import { drained, captureOutput } from './outputCapture.ts';

/** What is started, and with what. */
export interface AgentCommand {
  readonly executable: string;
  /** What the program is told it was called as. */
  readonly calledAs: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin?: string;
  /** The descriptor of this process that takes what the agent prints. */
  readonly output: 1 | 2;
  /** Whether its standard error goes there, too. */
  readonly isMerged?: boolean;
  /** Sees all that the agent prints, which then goes through pipes; without it the agent has this process's streams. */
  readonly note?: ((stream: Stream, bytes: Buffer) => void) | undefined;
}

/** How it ended. */
export interface AgentExit {
  /** Its exit code; 128 + n after signal n; 127 where there was nothing to start, 126 where it could not be started. */
  readonly exitCode: number;
  /** What `exitCode` means, in words for a person. */
  readonly words: string;
}

/** How long an agent has to end by itself once its terminal was closed, in ms. */
const GRACE = 3000;

/** Waits until a process was started: undefined, or why it could not be. */
function whenSpawned(child: ChildProcess): Promise<AgentExit | undefined> {
  return new Promise(resolve => {
    child.once('spawn', () => resolve(undefined));
    child.once('error', error => resolve(notStarted(error)));
  });
}

/**
 * Starts an agent with the streams of this process, or with pipes to them, and waits for its end. When this process is
 * asked to stop, it passes that on, and ends the agent by force where it stays; such a run counts as ended by the
 * signal, whatever the agent made of it. On Windows the terminal tells the agent itself. `onStarted` runs once it is
 * there.
 */
export async function runAgent(
  command: AgentCommand,
  signals: Caught,
  onStarted: () => Promise<void>,
): Promise<AgentExit> {
  let child: ChildProcess;
  try {
    child = await spawnProgram(command, {
      stdio: [command.stdin === undefined ? 'inherit' : 'pipe', ...outputsOf(command)],
    });
  } catch (error) {
    return notStarted(error);
  }
  const ended = new Promise<readonly [number | null, NodeJS.Signals | null]>(resolve => {
    child.once('exit', (code, signal) => resolve([code, signal]));
  });
  const failure = await whenSpawned(child);
  if (failure) {
    return failure;
  }
  let force: NodeJS.Timeout | undefined;
  signals.onStop(signal => {
    force = setTimeout(() => child.kill('SIGKILL'), GRACE);
    // On Windows only the closed terminal tells the agent.
    if (process.platform !== 'win32' || signal === 'SIGTERM') {
      child.kill(signal);
    }
  });
  // An agent that does not read, or is gone already, is no fault.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(command.stdin);
  const outputs = passOn(child, command);
  await onStarted();
  const [code, signal] = await ended;
  await drained(outputs);
  const by = force === undefined ? signal : (signals.stop ?? signal);
  clearTimeout(force);
  signals.onStop(() => undefined);
  return by
    ? { exitCode: exitCodeOf(by), words: `ended by ${by}` }
    : { exitCode: code ?? 1, words: `exit code ${code ?? 1}` };
}

const outputsOf = ({ note, output, isMerged }: AgentCommand): readonly ['pipe' | 1 | 2, 'pipe' | 'inherit' | 1 | 2] =>
  note ? ['pipe', 'pipe'] : [output, isMerged ? output : 'inherit'];

/** Lets what the agent prints through to this process's own streams; gives the pipes it comes from. */
function passOn({ stdout, stderr }: ChildProcess, { note, output, isMerged }: AgentCommand): readonly Readable[] {
  if (!note || !stdout || !stderr) {
    return [];
  }
  const target = output === 1 ? process.stdout : process.stderr;
  captureOutput(stdout, target, bytes => note('out', bytes));
  captureOutput(stderr, isMerged ? target : process.stderr, bytes => note('err', bytes));
  return [stdout, stderr];
}

function notStarted(error: unknown): AgentExit {
  const code = codeOf(error);
  if (code === 'ENOENT') {
    return { exitCode: 127, words: 'exit code 127: the program was not found' };
  }
  const why = code === 'E2BIG' ? 'the prompt is too long for an argument' : (code ?? 'the vector is not valid');
  return { exitCode: 126, words: `exit code 126: it could not be started (${why})` };
}
