import { Argument, Command, CommanderError, Option } from 'commander';
import { verbs } from '../verbs/index.ts';
import type { Field, RawInput, Verb } from '../verbs/verb.ts';

/** The flags that stand before the verb. */
export interface GlobalOptions {
  readonly dir?: string;
  readonly scope: 'project' | 'global' | 'all';
  readonly json: boolean;
  readonly now?: string;
  readonly tz?: string;
}

/** What a command line asks for. */
export type Call =
  | { readonly kind: 'verb'; readonly verb: Verb; readonly input: RawInput; readonly options: GlobalOptions }
  | { readonly kind: 'exec'; readonly token: string };

/** Wrong usage, or a question (help, version) that commander has answered: `text` is what it has to say. */
export class UsageError extends Error {
  readonly exitCode: 0 | 2;

  constructor(message: string, exitCode: 0 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Reads a command line by the table of verbs. Throws a UsageError for what it does not understand. */
export function parseCommandLine(argv: readonly string[], version: string): Call {
  let call: Call | undefined;
  let output = '';
  const program = new Command('defer')
    .description('Deferred work for coding agents, kept in .sf/schedule.jsonl and shown when it is due.')
    .version(version)
    // Or a prompt that is `-V` or `--json` would be taken for a flag of Defer's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: text => (output += text), writeErr: text => (output += text) })
    .showSuggestionAfterError()
    .showHelpAfterError('"defer --help", or "defer help" with a verb, shows how it is used.');
  for (const option of globalOptions()) {
    program.addOption(option);
  }
  for (const verb of verbs) {
    const command = withFields(program.command(verb.name).description(verb.help), verb);
    command.action((...given: readonly unknown[]) => {
      const own: Record<string, unknown> = command.opts();
      const options: Partial<GlobalOptions> = { ...program.opts<Partial<GlobalOptions>>(), ...globalsIn(own) };
      call = {
        kind: 'verb',
        verb,
        input: inputOf(verb, given, own),
        options: { ...options, scope: options.scope ?? 'project', json: options.json === true },
      };
    });
  }
  program.command('exec <token>', { hidden: true }).action((token: string) => void (call = { kind: 'exec', token }));
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.help' && error.exitCode !== 0) {
        throw new UsageError(NO_VERB, 2);
      }
      throw new UsageError((output.trim() || error.message).replace(/^error: /, ''), error.exitCode === 0 ? 0 : 2);
    }
    throw error;
  }
  if (!call) {
    throw new UsageError(NO_VERB, 2);
  }
  return call;
}

const NO_VERB = `Say what to do: ${verbs.map(verb => verb.name).join(', ')}. "defer --help" explains them.`;

/** The flags of every verb. New ones each time: an option belongs to one command. */
const globalOptions = (): readonly Option[] => [
  new Option('--dir <folder>', 'the folder of the schedule'),
  new Option('--scope <scope>', 'which schedules').choices(['project', 'global', 'all']),
  new Option('--json', 'print one JSON value and nothing else'),
  new Option('--now <time>', 'take this moment for now (ISO)'),
  new Option('--tz <zone>', 'the time zone, an IANA name'),
];

const GLOBALS: ReadonlySet<string> = new Set(globalOptions().map(option => option.name()));

const globalsIn = (options: Record<string, unknown>): Partial<GlobalOptions> =>
  Object.fromEntries(Object.entries(options).filter(([name]) => GLOBALS.has(name)));

function withFields(command: Command, verb: Verb): Command {
  for (const [name, field] of Object.entries(verb.input)) {
    const word = wordOf(name, field);
    if (field.argument) {
      const argument = new Argument(field.optional ? `[${word}]` : `<${word}>`, field.help);
      command.addArgument(field.choices ? argument.choices([...field.choices]) : argument);
    } else {
      command.addOption(optionOf(word, field));
    }
  }
  // People put these at the end as often as at the beginning.
  for (const option of globalOptions()) {
    // A verb that knows the flag itself (`add --tz`) gets it as well.
    if (!command.options.some(own => own.long === option.long)) {
      command.addOption(option.hideHelp());
    }
  }
  return command;
}

function optionOf(word: string, field: Field): Option {
  if (field.kind === 'flag') {
    return new Option(`--${word}`, field.help);
  }
  if (field.bare !== undefined) {
    return new Option(`--${word} [value]`, field.help).preset(field.bare);
  }
  const option = new Option(`--${word} <${field.kind === 'when' ? 'time' : 'value'}>`, field.help);
  option.mandatory = !field.optional;
  if (field.kind === 'choice') {
    option.choices(field.choices ?? []);
  } else if (field.kind === 'list') {
    option.argParser((value: string, list: readonly string[] | undefined) => [...(list ?? []), value]);
  } else if (field.kind === 'count') {
    option.argParser((value: string) => {
      if (!/^\d{1,9}$/.test(value)) {
        throw new CommanderError(2, 'defer.count', `--${word} takes a whole number, not "${value}".`);
      }
      return Number(value);
    });
  }
  return option;
}

const wordOf = (name: string, field: Field): string => field.word ?? name;

function inputOf(verb: Verb, given: readonly unknown[], options: Record<string, unknown>): RawInput {
  const input: Record<string, RawInput[string]> = {};
  let place = 0;
  for (const [name, field] of Object.entries(verb.input)) {
    const value = field.argument ? given[place++] : options[camelCase(wordOf(name, field))];
    if (value !== undefined) {
      input[name] = value as RawInput[string];
    }
  }
  return input;
}

const camelCase = (word: string): string => word.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
