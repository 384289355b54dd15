import type { Field, RawInput, Verb } from '../../verbs/verb.ts';
import type { SnippetAgent } from '../start/snippetAgents.ts';

/** The flags that may stand before the verb, and after it. */
export interface GlobalOptions {
  readonly dir?: string;
  readonly scope: ScopeChoice;
  readonly json: boolean;
  readonly now?: string;
  readonly tz?: string;
  /** The other tool in whose way entries are run, logged and archived. */
  readonly runtime?: Runtime;
}

/** The tools that Defer stands in for. */
export const RUNTIMES = ['agent-defer'] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** Which schedules are meant. */
export const SCOPES = ['project', 'global', 'all'] as const;
export type ScopeChoice = (typeof SCOPES)[number];

/** Shells that complete Defer's words. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof SHELLS)[number];

/** What a command line asks for. */
export type Call =
  | { readonly kind: 'verb'; readonly verb: Verb; readonly input: RawInput; readonly options: GlobalOptions }
  /** No verb at all. */
  | { readonly kind: 'bare'; readonly options: GlobalOptions; readonly otherwise: string }
  /** `inEditor`: in a terminal of the editor, which makes an error of any exit code but 0. */
  | { readonly kind: 'exec'; readonly token: string; readonly inEditor: boolean }
  /** `print`: the agent whose settings are to be shown instead of serving. */
  | { readonly kind: 'mcp'; readonly print?: SnippetAgent; readonly options: GlobalOptions }
  | { readonly kind: 'completion'; readonly shell: ShellName }
  /** `words`: what stands after `defer`, the word that is being typed last. */
  | { readonly kind: 'complete'; readonly words: readonly string[] };

/** Wrong usage, or a question (help, version) that is answered: `message` is what there is to say. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode: 0 | 2;

  constructor(message: string, exitCode: 0 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The word of a field on the command line. */
export const wordOf = (name: string, field: Field): string => field.word ?? name;

/** A word of the command line as commander keeps it: `key-point` is `keyPoint`. */
export const camelCase = (word: string): string => word.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The input of a verb from its arguments in order, and its flags by their camel-case words. */
function inputOf(verb: Verb, given: readonly unknown[], flags: Readonly<Record<string, unknown>>): RawInput {
  const input: Record<string, RawInput[string]> = {};
  let place = 0;
  for (const [name, field] of Object.entries(verb.input)) {
    const value = field.argument ? argumentAt(field, given, place++) : flags[camelCase(wordOf(name, field))];
    if (value !== undefined) {
      input[name] = value as RawInput[string];
    }
  }
  return input;
}

/** A list takes all arguments that are left: commander gives them as one, the quick way one by one. */
function argumentAt({ kind }: Field, given: readonly unknown[], place: number): unknown {
  if (kind !== 'list') {
    return given[place];
  }
  const rest = Array.isArray(given[place]) ? (given[place] as readonly unknown[]) : given.slice(place);
  const words = rest.filter(word => typeof word === 'string');
  return words.length === 0 ? undefined : words;
}

/** What was said after a verb, and before it, whichever way it was read. Flags go by their camel-case words. */
export interface Said {
  readonly given: readonly unknown[];
  /** The general flags among them. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly before: Readonly<Record<string, unknown>>;
}

/**
 * The call of a verb. Whoever names an entry means it wherever it is kept, and its id says so; all else is about the
 * project unless told otherwise, as it is for SF.
 */
export function verbCall(verb: Verb, { given, own, before }: Said): Call {
  const input = inputOf(verb, given, own);
  const namesEntry = Object.entries(verb.input).some(
    ([name, { kind, argument }]) => (kind === 'entry' || (kind === 'list' && argument)) && name in input,
  );
  const usual = namesEntry || verb.everywhere ? 'all' : 'project';
  return { kind: 'verb', verb, input, options: optionsOf({ ...before, ...own }, usual) };
}

/** The general flags among all that were given; `usual` is the scope where none was. */
export const optionsOf = (flags: Readonly<Record<string, unknown>>, usual: ScopeChoice): GlobalOptions => {
  const { dir, scope, json, now, tz, runtime } = flags as Partial<GlobalOptions>;
  return {
    ...(dir !== undefined && { dir }),
    ...(now !== undefined && { now }),
    ...(tz !== undefined && { tz }),
    ...(runtime !== undefined && { runtime }),
    scope: scope ?? usual,
    json: json === true,
  };
};
