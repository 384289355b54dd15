import type { Mode } from './entry.ts';

/** How a prompt reaches an agent: as one argument, or on its standard input. */
export type PromptWay = 'argument' | 'stdin';

/**
 * How an agent is started: argument vectors with placeholders that stand for a whole argument each, so that no shell
 * and no text of the file ever chooses an executable or a flag. Profiles belong to the person, never to a workspace.
 * `<prompt>` the rendered prompt, `<session>` the tool's name for the conversation.
 */
export interface Profile {
  /** The executable: a name looked up on PATH, or an absolute path. */
  readonly executable: string;
  /** Starts a new conversation in a terminal. */
  readonly fresh: readonly string[];
  /** Goes on with one; absent where the tool cannot. */
  readonly resume?: readonly string[];
  /** Whether a new conversation can be given its id (a UUID) beforehand. */
  readonly namesSession: boolean;
  /** Where the prompt goes: as `<prompt>` in the vector, or, for an executor, a JSON object on standard input. */
  readonly input: 'prompt' | 'executor';
}

/** What is about to be started, as data: nothing in it is read again from the file or the settings. */
export interface LaunchPlan {
  readonly entryId: string;
  readonly occ: string;
  readonly gen: number;
  /** The profile's name, or `command` for a `command` entry. */
  readonly agent: string;
  readonly mode: Mode;
  /** An absolute real path, outside every workspace folder. */
  readonly executable: string;
  /** The arguments after the executable, each as the agent gets it. */
  readonly args: readonly string[];
  /** What is written to the agent's standard input, instead of leaving it the terminal's. */
  readonly stdin?: string;
  /** The folder it runs in: inside the schedule's folder, a real path. */
  readonly cwd: string;
  readonly prompt: string;
  readonly session?: string;
}
