import type { Approvable } from '../core/approval.ts';
import type { Entry } from '../core/entry.ts';
import type { ApprovalMark, Grant } from '../core/grant.ts';
import type { LaunchPlan } from '../core/launch.ts';
import type { Limits } from '../core/limits.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Alive, Run } from '../core/run.ts';
import type { Clock } from '../core/time.ts';
import type { DayHours } from '../core/when/context.ts';
import type { Paper } from '../render/paper.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Diary } from '../store/note.ts';
import type { HandoffDesk } from './handoff.ts';

/** What a verb may touch. Every surface brings its own. */
export interface Host {
  /** The schedules there are; `add` writes to the first. */
  readonly ledgers: readonly Ledger[];
  /** The folder that whoever asks is in, a real path; absent where the surface has none. */
  readonly here?: string;
  readonly clock: Clock;
  /** The IANA zone in which times are typed and shown. */
  readonly zone: string;
  /** When a bare day means, where the person's settings say so; else 09:00. */
  readonly morning?: { readonly hour: number; readonly minute: number };
  /** What the other parts of a day mean, where the person's settings say so. */
  readonly hours?: DayHours;
  /** Who is asking, as `created_by` has it: `user`, `cli`, `agent:<name>`. */
  readonly author: string;
  /** Whether an agent that Defer started is asking, in whatever name. */
  readonly underAgent?: boolean;
  readonly newId: () => string;
  /** The tool that Defer stands in for, its own store, and the folder for archives in place of `.sf/archive`. */
  readonly runtime?: { readonly name: 'agent-defer'; readonly tasks: string; readonly archive: string };
  /** What `say` is put on, where it has a width or colours. */
  readonly paper?: Paper;
  /** Whether a run whose end is not written may still be going on. */
  readonly alive: Alive;
  readonly launcher: Launcher;
  /** What this machine keeps of runs beside the schedule; absent where nothing of that may be read. */
  readonly records?: RunRecords;
  /** The text of a file that a person names, `-` the standard input; absent where no file may be read. */
  readonly readFile?: (name: string) => Promise<{ readonly text: string } | Refusal>;
  /** What this person approved on this machine; absent where the surface is not one of a person. */
  readonly approvals?: Approvals;
  /** The log of what is done; absent where none is kept. */
  readonly diary?: Diary;
  /** How Defer is called without a person; where the surface cannot tell, nothing is handed off. */
  readonly handoff?: () => Promise<HandoffDesk>;
  /** Shows a person what is about to happen and asks; false where nobody can be asked. */
  readonly confirm: (question: Question) => Promise<boolean>;
}

/** What a machine keeps of runs beside the schedule. What it is asked for may come from the file, and be anything. */
export interface RunRecords {
  /** A rendered prompt by its SHA-256, and where it is; undefined where this machine does not have it. */
  prompt(sha: string): Promise<Kept | undefined>;
  /** The end of what an agent printed while nobody watched, by the run's token, and where it is. */
  output(token: string): Promise<Kept | undefined>;
  /**
   * Remembers the conversation of a run under a name, so that entries of the folder with that session go on with it.
   * False where it is not known that this machine had that run.
   */
  keepSession(run: KeptSession, folder: string, name: string): Promise<boolean>;
}

/** Which run had which conversation with which agent. */
export interface KeptSession {
  readonly token: string;
  readonly session: string;
  readonly agent: string;
}

/** A text that is kept in a file. */
export interface Kept {
  readonly path: string;
  readonly text: string;
}

/** Something that a person must see before it happens. `detail` may quote the file; the surface shows it as plain text. */
export interface Question {
  readonly title: string;
  readonly detail: string;
  readonly yes: string;
  /** A longer text that has to be read first; already as it may be shown. The editor shows it as a page of this name. */
  readonly page?: { readonly name: string; readonly text: string };
}

/** What an approval of an entry covers as it is now, and what was approved before. */
export interface Approval {
  readonly mark: ApprovalMark | false;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  readonly content: Approvable;
  readonly before?: Grant & { readonly content: Approvable };
}

/** How many runs without a person were started today on this machine, and what limits them. */
export interface Usage {
  readonly runs: number;
  readonly limits: Limits;
}

/**
 * What a person allows to run without them on this machine (RUNNING.md, "At most once" 1). `runner/` implements it,
 * outside of every workspace; the launcher asks it before every start that nobody watches.
 */
export interface Approvals {
  /** How an open entry stands; refused where it could not run without a person, approved or not. */
  look(ledger: Ledger, entry: Entry): Promise<Approval | Refusal>;
  /** The marks of a schedule's open entries that have one, by id, as the schedule was read last. */
  marks(ledger: Ledger): Promise<ReadonlyMap<string, ApprovalMark>>;
  /** Approves what has been shown under this hash, from now on; refused where the entry is another by now. */
  allow(ledger: Ledger, entry: Entry, hash: string): Promise<Refusal | undefined>;
  /** Takes an approval back; false where there is none. */
  revoke(ledger: Ledger, entry: Entry): Promise<boolean>;
  /** By the given schedules and by what this home has counted; refused where the limits cannot be read. */
  usage(ledgers: readonly Ledger[]): Promise<Usage | Refusal>;
  /** Why approvals count for nothing here, such as a folder that others can write to. */
  problem(): Promise<string | undefined>;
}

/** An agent profile as `doctor` shows it. */
export interface AgentReport {
  readonly name: string;
  /** The executable as an absolute real path; null where it was not found or may not be used. */
  readonly path: string | null;
  /** What it can do: `fresh`, `callback`, `unattended`; nothing where there is a problem. */
  readonly can: readonly Ability[];
  /** Why it cannot be started, and what to do. */
  readonly problem: string | null;
}

/** What an agent can do: begin conversations, go on with them, work while nobody watches. */
export type Ability = 'fresh' | 'callback' | 'unattended';

/**
 * How a start went: `ended` with an exit code where the surface waits for the end, else it goes on in a terminal.
 * `stopped`: this process itself was asked to stop meanwhile, so nothing else is to be started.
 */
export type Started = Readonly<{ state: 'ended'; exitCode: number; stopped?: true } | { state: 'started' }>;

/** How a run is asked for. */
export interface PlanOptions {
  /** Also when the end of an earlier run was lost. */
  readonly again: boolean;
  /** Whether nobody watches: not started by a click. */
  readonly unattended?: boolean;
  /** Whether a failure is tried again by itself, as it always is where nobody watches. */
  readonly retry?: boolean;
  /** For showing only: what would refuse a run that nobody watches is not asked; `start` asks it all the same. */
  readonly preview?: boolean;
  /** The past run whose conversation is to be opened again, instead of a new run. */
  readonly reopens?: Run;
  /** The git remote that has to grant the claim as well. */
  readonly claimRemote?: string | undefined;
}

/** The one way an agent is started (RUNNING.md). `runner/` implements it; the surfaces differ in where it shows. */
export interface Launcher {
  /** What would be started, or why not. Starts and writes nothing. */
  plan(ledger: Ledger, entry: Entry, options: PlanOptions): Promise<LaunchPlan | Refusal>;
  /** Claims the occurrence and starts the runner; a refusal where somebody else has it. */
  start(ledger: Ledger, plan: LaunchPlan): Promise<Started | Refusal>;
  agents(): Promise<readonly AgentReport[]>;
}

/** Flat on purpose: a field must fit a question, a flag and a JSON schema alike. */
export interface Field {
  readonly kind: 'text' | 'entry' | 'when' | 'choice' | 'list' | 'flag' | 'count';
  readonly help: string;
  readonly optional?: true;
  /** On the command line an argument by its place; all others are flags. */
  readonly argument?: true;
  /** The word the command line uses where it is not the field's own name. */
  readonly word?: string;
  readonly choices?: readonly string[];
  /** What the flag of a text means on the command line without a value. */
  readonly bare?: string;
  /** Only a person gives it: tools for agents do not have it, as where it names a file to be read. */
  readonly person?: true;
  /** On the command line `-` stands for what comes on the standard input. */
  readonly stdin?: true;
}
export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F['kind'] extends 'list'
  ? readonly string[]
  : F['kind'] extends 'flag'
    ? boolean
    : F['kind'] extends 'count'
      ? number
      : F extends { readonly choices: readonly (infer Choice)[] }
        ? Choice
        : string;

/** The values of a verb's fields, by name. */
export type InputOf<F extends Fields> = {
  readonly [K in keyof F as F[K] extends { optional: true } ? never : K]: ValueOf<F[K]>;
} & { readonly [K in keyof F as F[K] extends { optional: true } ? K : never]?: ValueOf<F[K]> | undefined };

/** Values as a surface gathers them, before a verb's types are known. */
export type RawInput = Readonly<Record<string, string | boolean | number | readonly string[] | undefined>>;

/**
 * The answer to a person, a script or an agent. Refusals are answers, not exceptions. Of `say` and `value` a surface
 * needs one; a long one may be a getter.
 */
export type Reply =
  | {
      readonly ok: true;
      /** For a person. Holds no text of the file where `effect` is not `reads`: a notification may show it. */
      readonly say: string;
      /** The same for a program: what `--json` prints. */
      readonly value: unknown;
      /** Whether a person reads it as a page of its own, whatever the effect; it may quote the file then. */
      readonly isPage?: true;
      /** Details for a person, cleaned; may quote the file. Printed beside the answer, or shown as a page. */
      readonly report?: string;
      /** The exit code of the command line, where it is not 0. */
      readonly exitCode?: number;
    }
  | { readonly ok: false; readonly why: string; readonly exitCode?: number };

export interface Verb<F extends Fields = Fields> {
  /** `snooze` becomes the command `defer.snooze`, `defer snooze` and the tool `defer_snooze`. */
  readonly name: string;
  /** In the palette, after `Defer: `. */
  readonly title: string;
  readonly help: string;
  /** What one would type on the command line, each beginning `defer <name>`; shown by `defer help <name>`. */
  readonly examples: readonly string[];
  /** `writes` changes the file, `launches` starts an agent, `owner` is for a person alone: agents get neither of the two. */
  readonly effect: 'reads' | 'writes' | 'launches' | 'owner';
  /** Only a person asks it though it only reads: what it reads lies outside the workspace, so it is no tool. */
  readonly person?: true;
  readonly input: F;
  run(host: Host, input: InputOf<F>): Promise<Reply>;
}

/** Ties the types of a verb's fields to what its `run` gets, for the table of all verbs to hold. */
export const defineVerb = <const F extends Fields>(verb: Verb<F>): Verb => verb;

/** The answer "no", with what to do instead. */
export const refuse = (why: string, exitCode?: number): Reply => ({
  ok: false,
  why,
  ...(exitCode !== undefined && { exitCode }),
});
