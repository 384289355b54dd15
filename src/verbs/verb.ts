import type { Refusal } from '../core/basics/refusal.ts';
import type { Host } from './host.ts';

/** Flat on purpose: a field must fit a question, a flag and a JSON schema alike. */
export interface Field {
  readonly kind: 'text' | 'entry' | 'when' | 'choice' | 'list' | 'flag' | 'count';
  readonly help: string;
  readonly optional?: true;
  /** On the command line an argument by its place, a list all that are left; all others are flags. */
  readonly argument?: true;
  /** The word the command line uses where it is not the field's own name. */
  readonly word?: string;
  readonly choices?: readonly string[];
  /** What the flag of a text means on the command line without a value. */
  readonly bare?: string;
  /** Tools for agents do not have it, as where it names a file to be read. */
  readonly person?: true;
  /** Only a person gives it, at any door (`askVerb`); tools for agents do not have it. */
  readonly owner?: true;
  /** On the command line `-` stands for what comes on the standard input. */
  readonly stdin?: true;
  /** What its values name beside entries, for completion; words that stand for some come before their ids. */
  readonly conversations?: readonly string[];
  /** Its values name results of runs, for completion and for whoever picks one. */
  readonly results?: true;
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
      /**
       * For a person. Where `effect` is not `reads`, a notification may show it, so it holds at most a title from the
       * file, cleaned and cut; notices make no link of it (`plainNotice`).
       */
      readonly say: string;
      /** The answer for a program, as `--json` prints it. */
      readonly value: unknown;
      /** The ids of the entries that were made. The command line says them, so that a person can go on with one. */
      readonly made?: readonly string[];
      /** Whether a person reads it as a page of its own, whatever the effect; it may quote the file then. */
      readonly isPage?: true;
      /** Details for a person, cleaned; may quote the file. Printed beside the answer, or shown as a page. */
      readonly report?: string;
      /** The exit code of the command line, where it is not 0. */
      readonly exitCode?: number;
    }
  | {
      readonly ok: false;
      readonly why: string;
      readonly exitCode?: number;
      /** The agent whose program is not on this machine, where that is why. */
      readonly missing?: string;
    };

export interface Verb<F extends Fields = Fields> {
  /** `snooze` becomes the command `defer.snooze`, `defer snooze` and the tool `defer_snooze`. */
  readonly name: string;
  /** In the palette, after `Defer: `. */
  readonly title: string;
  readonly help: string;
  /** What one would type on the command line, each beginning `defer <name>`; shown by `defer help <name>`. */
  readonly examples: readonly string[];
  /**
   * `writes` changes the file, `launches` starts an agent, `owner` is for a person alone: agents get neither of the
   * two.
   */
  readonly effect: 'reads' | 'writes' | 'launches' | 'owner';
  /**
   * It only reads and is no tool all the same: what it reads lies outside the workspace, or another tool tells more.
   */
  readonly person?: true;
  /** It is about the global schedule as well, where the command line is told of none. */
  readonly everywhere?: true;
  readonly input: F;
  /** What it does, once it was decided that it may be asked: surfaces call `askVerb`, which does that. */
  run(host: Host, input: InputOf<F>): Promise<Reply>;
}

/** Ties the types of a verb's fields to what its `run` gets, for the table of all verbs to hold. */
export const defineVerb = <const F extends Fields>(verb: Verb<F>): Verb => verb;

/** Passes a refusal on as the answer "no". */
export const refuseFor = ({ why, missing, agent }: Refusal): Reply => ({
  ok: false,
  why,
  ...(missing && agent !== undefined && { missing: agent }),
});

/** The answer "no", with what to do instead. */
export const refuse = (why: string, exitCode?: number): Reply => ({
  ok: false,
  why,
  ...(exitCode !== undefined && { exitCode }),
});
