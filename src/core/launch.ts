import type { Backoff } from './backoff.ts';
import type { Mode } from './entry.ts';

/** How a prompt reaches an agent: as one argument, on its standard input, or as an executor's JSON object there. */
export type PromptWay = 'argument' | 'stdin' | 'executor';

/**
 * How an agent is started: argument vectors with placeholders that stand for a whole argument each, so that no shell
 * and no text of the file ever chooses an executable or a flag. Profiles belong to the person, never to a workspace.
 * `<prompt>` the rendered prompt, `<session>` the tool's name for the conversation.
 */
export interface Profile extends Vectors {
  /** The executable: a name looked up on PATH, or an absolute path. Empty: what `DEFER_EXECUTOR` names. */
  readonly executable: string;
  /** How it is started where nobody watches; absent where it cannot be. */
  readonly unattended?: Vectors;
}

/** The argument vectors of one way to start an agent. */
export interface Vectors {
  /** Starts a new conversation. With `<session>` the tool takes the id (a UUID) that it is given. */
  readonly fresh: readonly string[];
  /** Goes on with one; absent where the tool cannot. */
  readonly resume?: readonly string[];
  readonly input: PromptWay;
}

/** The placeholders of a profile's vectors. */
export const PROMPT = '<prompt>';
export const SESSION = '<session>';

/** What is about to be started, as data: nothing in it is read again from the file or the settings. */
export interface LaunchPlan {
  readonly entryId: string;
  readonly occ: string;
  readonly gen: number;
  /** Whether it may follow a run whose end was lost. */
  readonly again: boolean;
  /** Whether nobody watches: started by no click, in the profile's `unattended` way. */
  readonly unattended: boolean;
  /** The git remote that has to grant the claim as well, where several machines share the schedule. */
  readonly claimRemote?: string;
  /** How it waits where a failure is tried again by itself; absent where it waits for a person. */
  readonly retry?: Backoff;
  /** The profile's name, or `command` for a `command` entry. */
  readonly agent: string;
  readonly mode: Mode;
  /** The file that the prompt is written to before anything starts; absent where nobody wants one. */
  readonly artifact?: string;
  /** An absolute real path, outside every workspace folder; empty where the file of the prompt is all. */
  readonly executable: string;
  /** The path under which it was found: programs behind a link look at it to know what they are to be. */
  readonly calledAs: string;
  /** The arguments after the executable, each as the agent gets it. */
  readonly args: readonly string[];
  /** What is written to the agent's standard input, instead of leaving it the terminal's. */
  readonly stdin?: string;
  /** The folder it runs in: inside the schedule's folder, a real path. */
  readonly cwd: string;
  /** The rendered prompt; empty for a `command` entry. */
  readonly prompt: string;
  /** What its vector was filled from: the arguments with placeholders of all its runs; an approval covers it. */
  readonly pattern: { readonly input: PromptWay; readonly vectors: readonly (readonly string[])[] };
  /** The prompt without what differs from run to run (drift, state values): what an approval covers. */
  readonly basis: string;
  /** The tool's id for the conversation, where Defer knows it beforehand. */
  readonly session?: string;
  /** Under which name the conversation is remembered on this machine (`mode: callback`); hex digits. */
  readonly sessionKey?: string;
}

/** Whether a new conversation can be given its id beforehand. */
export const takesSession = (vectors: Vectors): boolean => vectors.fresh.includes(SESSION);

/** A profile's vector with its placeholders filled in. Each stands for one whole argument, whatever is in it. */
export const fillVector = (vector: readonly string[], prompt: string, session: string | undefined): readonly string[] =>
  vector.map(argument => (argument === PROMPT ? prompt : argument === SESSION ? (session ?? '') : argument));
