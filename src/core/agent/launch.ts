import type { Backoff } from '../entry/backoff.ts';
import type { Budget, CapName, RunBudget } from './budget.ts';
import type { Mode } from '../entry/entry.ts';
import type { WorktreePlan } from './worktreePlan.ts';

/** How a prompt reaches an agent: as one argument, on its standard input, or as an executor's JSON object there. */
export type PromptWay = 'argument' | 'stdin' | 'executor';

/** A tool whose conversations Defer can look for where that tool keeps them on this machine. */
export type Keeper = (typeof KEEPERS)[number];

/** All of them, by name. */
export const KEEPERS = ['claude', 'codex', 'copilot', 'gemini', 'opencode'] as const;

/**
 * How an agent is started: argument vectors with placeholders, so that no shell and no text of the file ever chooses
 * an executable or a flag. Each stands for a whole argument, or for the value in one (`--flag=<prompt>`). Profiles
 * belong to the person, never to a workspace. `<prompt>` the rendered prompt, `<session>` the tool's name for the
 * conversation.
 */
export interface Profile extends Vectors {
  /** The executable: a name looked up on PATH, or an absolute path. Empty: what `DEFER_EXECUTOR` names. */
  readonly executable: string;
  /** How it is started where nobody watches; absent where it cannot be. */
  readonly unattended?: Vectors;
  /** Which keeper finds the tool's conversations; absent where Defer cannot look for them. */
  readonly keeper?: Keeper;
  /** What bounds its runs that nobody watches, whatever entry they are of; `runs`: of all entries together. */
  readonly budget?: Budget;
  /** What its tool can be told to keep; absent where that is nothing. */
  readonly caps?: Caps;
}

/** The argument vectors of one way to start an agent. */
export interface Vectors {
  /** Starts a new conversation. With `<session>` the tool takes the id (a UUID) that it is given. */
  readonly fresh: readonly string[];
  /** Goes on with one; absent where the tool cannot. */
  readonly resume?: readonly string[];
  readonly input: PromptWay;
}

/** How a tool is told to keep a bound itself. */
export interface Cap {
  /** The arguments that say so; one of them holds the number (`<number>`), whole or behind a flag and its `=`. */
  readonly arguments: readonly string[];
  /** The smallest number that the tool takes, where it has one. */
  readonly least?: number;
}

/** What a tool can be told to keep. */
export type Caps = Readonly<Partial<Record<CapName, Cap>>>;

/** The placeholders of a profile's vectors. */
export const PROMPT = '<prompt>';
export const SESSION = '<session>';

/** What is about to be started, as data: nothing in it is read again from the file or the settings. */
export interface LaunchPlan extends RunBudget {
  readonly entryId: string;
  readonly occ: string;
  readonly gen: number;
  /** Whether it may follow a run whose end was lost. */
  readonly again: boolean;
  /** Whether nobody watches: started by no click, in the profile's `unattended` way. */
  readonly unattended: boolean;
  /** The git remote that has to grant the claim as well, where several machines share the schedule. */
  readonly claimRemote?: string;
  /** How long it waits before an automatic retry; absent if a failure waits for a person. */
  readonly retry?: Backoff;
  /** The profile's name, `command` for a `command` entry, or `PROMPT_FILE`. */
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
  /**
   * The folder it runs in: inside the schedule's folder, a real path. In a worktree it is that folder's counterpart.
   */
  readonly cwd: string;
  /** The worktree that it works in; absent where it works in the checkout itself. */
  readonly worktree?: WorktreePlan;
  /** The rendered prompt; empty for a `command` entry. */
  readonly prompt: string;
  /** What its vector was filled from: the arguments with placeholders of all its runs; an approval covers it. */
  readonly pattern: { readonly input: PromptWay; readonly vectors: readonly (readonly string[])[] };
  /** The prompt without what differs from run to run (drift, state values): what an approval covers. */
  readonly basis: string;
  /** The tool's id for the conversation, where Defer knows it beforehand. */
  readonly session?: string;
  /** Whether that conversation was there before the entry: its id stays on this machine, so no row holds it. */
  readonly isBound?: true;
  /** Under which name the conversation is remembered on this machine (`mode: callback`); hex digits. */
  readonly sessionKey?: string;
  /** Where the tool's id of the new conversation is to be looked for after the start. */
  readonly keeper?: Keeper;
  /** Which keeper finds the tool's conversations, where one can. */
  readonly store?: Keeper;
  /**
   * The token of the run whose conversation is opened again, empty where it is known by its own id: no run of its own,
   * so nothing of it is written down.
   */
  readonly reopens?: string;
}

/** What a run is called by, in place of a profile, where the file of its prompt is all that it makes. */
export const PROMPT_FILE = 'prompt file';

/**
 * Whether nothing is started: an executor was asked for and none is set, so whoever picks the prompt's file up goes on.
 */
export const isFileOnly = ({ executable }: Pick<LaunchPlan, 'executable'>): boolean => executable === '';

/** Says so, after how that went. */
export const FILE_ONLY = 'No agent was started: DEFER_EXECUTOR names no executor.';

const FLAG = /^(--?[A-Za-z][\w-]*=)(.*)$/s;

/** An argument of a vector that has a placeholder: what stands before it (a flag with `=`, or nothing). */
export function placeholderIn(argument: string): { readonly before: string; readonly name: string } | undefined {
  const [, before = '', name = argument] = FLAG.exec(argument) ?? [];
  return name === PROMPT || name === SESSION ? { before, name } : undefined;
}

const holds = (vector: readonly string[], name: string): boolean =>
  vector.some(argument => placeholderIn(argument)?.name === name);

/** Whether a new conversation can be given its id beforehand. */
export const takesSession = (vectors: Vectors): boolean => holds(vectors.fresh, SESSION);

/** A profile's vector with its placeholders filled in. Each stays in its one argument, whatever is put there. */
export const fillVector = (vector: readonly string[], prompt: string, session: string | undefined): readonly string[] =>
  vector.map(argument => {
    const found = placeholderIn(argument);
    return found ? found.before + (found.name === PROMPT ? prompt : (session ?? '')) : argument;
  });

/**
 * A vector that says something to a conversation, as one that only opens it: without the prompt and what leads to it,
 * which is the flag or the `--` before it.
 */
export function withoutPrompt(vector: readonly string[]): readonly string[] {
  const at = vector.findIndex(argument => placeholderIn(argument)?.name === PROMPT);
  const leads = vector[at] === PROMPT && vector[at - 1]?.startsWith('-') === true;
  return at < 0 ? vector : [...vector.slice(0, leads ? at - 1 : at), ...vector.slice(at + 1)];
}
