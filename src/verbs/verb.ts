import type { Entry } from '../core/entry.ts';
import type { LaunchPlan } from '../core/launch.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Alive } from '../core/run.ts';
import type { Clock } from '../core/time.ts';
import type { DayHours } from '../core/when/context.ts';
import type { Caller, HandoffFile } from '../render/handoff.ts';
import type { Ledger } from '../store/ledger.ts';
import { isAgent } from './time.ts';

/** What a verb may touch. Every surface brings its own. */
export interface Host {
  /** The schedules there are; `add` writes to the first. */
  readonly ledgers: readonly Ledger[];
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
  /** The folder that archives go to, where the person named one; else `.sf/archive` of each schedule. */
  readonly archiveFolder?: string;
  /** Whether a run whose end is not written may still be going on. */
  readonly alive: Alive;
  readonly launcher: Launcher;
  /** The log of what is done; absent where none is kept. */
  readonly diary?: Diary;
  /** How Defer is called without a person; where the surface cannot tell, nothing is handed off. */
  readonly handoff?: () => Promise<HandoffDesk>;
  /** Shows a person what is about to happen and asks; false where nobody can be asked. */
  readonly confirm: (question: Question) => Promise<boolean>;
}

/** Something that a person must see before it happens. `detail` may quote the file; the surface shows it as plain text. */
export interface Question {
  readonly title: string;
  readonly detail: string;
  readonly yes: string;
}

/** An agent profile as `doctor` shows it. */
export interface AgentReport {
  readonly name: string;
  /** The executable as an absolute real path; null where it was not found or may not be used. */
  readonly path: string | null;
  /** Why it cannot be started, and what to do. */
  readonly problem: string | null;
}

/** The log of what is done. */
export interface Diary {
  readonly path: string;
  /** The last so many of the lines that are kept. Throws a StoreFault where it cannot be read. */
  lines(limit: number, keeps: (line: string) => boolean): Promise<readonly string[]>;
  /** Why nothing can be written to it; undefined where it can. */
  problem(): Promise<string | undefined>;
}

/** Says how Defer is called on this machine, and writes files for those who are to call it. */
export interface HandoffDesk {
  caller(ledger: Ledger): Promise<Caller>;
  /** Gives the paths of the files; refused where one is there, or is no plain file. Throws a StoreFault for a disk that refuses. */
  write(
    out: string,
    files: readonly HandoffFile[],
    force: boolean,
  ): Promise<{ readonly paths: readonly string[] } | Refusal>;
}

/** How a start went: `ended` with an exit code where the surface waits for the end, else it goes on in a terminal. */
export type Started = { readonly state: 'ended'; readonly exitCode: number } | { readonly state: 'started' };

/** How a run is asked for. */
export interface PlanOptions {
  /** Also when the end of an earlier run was lost. */
  readonly again: boolean;
  /** Whether nobody watches: not started by a click. */
  readonly unattended?: boolean;
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
  /** `writes` changes the file, `launches` starts an agent, `owner` is for a person alone: agents get neither of the two. */
  readonly effect: 'reads' | 'writes' | 'launches' | 'owner';
  readonly input: F;
  run(host: Host, input: InputOf<F>): Promise<Reply>;
}

/**
 * Ties the types of a verb's fields to what its `run` gets, for the table of all verbs to hold. One that is for a person
 * alone refuses whoever else asks, on whichever surface.
 */
export const defineVerb = <const F extends Fields>(verb: Verb<F>): Verb =>
  verb.effect === 'owner'
    ? {
        ...verb,
        run: async (host: Host, input: InputOf<F>) => (isAgent(host) ? refuse(OWNERS) : verb.run(host, input)),
      }
    : verb;

const OWNERS = 'Only a person does this, and an agent is asking. Leave it to them.';

/** The answer "no", with what to do instead. */
export const refuse = (why: string, exitCode?: number): Reply => ({
  ok: false,
  why,
  ...(exitCode !== undefined && { exitCode }),
});
