import { Argument, Command, CommanderError, Option } from 'commander';
import { verbs } from '../../verbs/index.ts';
import type { Field, Verb } from '../../verbs/verb.ts';
import { optionsOf, RUNTIMES, SCOPES, UsageError, verbCall, wordOf, type Call, type ShellName } from './call.ts';
import { AFTER_HELP, examplesText } from './help.ts';
import { COMPLETION, MCP, type OtherCommand } from './otherCommands.ts';
import type { SnippetAgent } from '../start/snippetAgents.ts';

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
    .showHelpAfterError('"defer --help", or "defer help" with a verb, shows how it is used.')
    .addHelpText('after', AFTER_HELP);
  for (const option of globalOptions()) {
    program.addOption(option);
  }
  const commandFor = (described: Verb | OtherCommand): Command =>
    withFields(program.command(described.name).description(described.help), described)
      .showHelpAfterError(`"defer help ${described.name}" shows how it is used.`)
      .addHelpText('after', examplesText(described));
  for (const verb of verbs) {
    const command = commandFor(verb);
    command.action((...given: readonly unknown[]) => {
      call = verbCall(verb, { given, own: command.opts(), before: program.opts() });
    });
  }
  commandFor(COMPLETION).action((shell: ShellName) => void (call = { kind: 'completion', shell }));
  commandFor(MCP).action((own: Readonly<Record<string, unknown>> & { readonly print?: SnippetAgent }) => {
    const options = optionsOf({ ...program.opts(), ...own }, 'project');
    call = { kind: 'mcp', options, ...(own.print !== undefined && { print: own.print }) };
  });
  program
    .command('exec <token>', { hidden: true })
    .option('--in-editor')
    .action((token: string, { inEditor = false }: { readonly inEditor?: boolean }) => {
      call = { kind: 'exec', token, inEditor };
    });
  try {
    program.parse(asAsked(argv, program), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.help' && error.exitCode !== 0) {
        return { kind: 'bare', options: optionsOf(program.opts(), 'all'), otherwise: NO_VERB };
      }
      const said = (output.trim() || error.message).replace(/^error: (?:command-argument )?/, '');
      throw new UsageError(withHint(error.code, said), error.exitCode === 0 ? 0 : 2);
    }
    throw error;
  }
  return call ?? { kind: 'bare', options: optionsOf(program.opts(), 'all'), otherwise: NO_VERB };
}

/** Help about a verb that there is not is answered as the verb itself would be, with the one that may be meant. */
const asAsked = (argv: readonly string[], { commands }: Command): string[] => {
  const [first, named = ''] = argv;
  const isMistyped = first === 'help' && /^\w/.test(named) && !commands.some(one => one.name() === named);
  return isMistyped && named !== 'help' ? [named] : [...argv];
};

function withHint(code: string, said: string): string {
  switch (code) {
    case 'commander.excessArguments':
      return withQuotes(said);
    case 'commander.unknownCommand':
      return withMeant(said);
    default:
      return said;
  }
}

/** What people call a verb elsewhere, where no letters show which one they mean. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ...['schedule', 'remind', 'new', 'create'].map(word => [word, 'add'] as const),
  ...['rm', 'remove', 'delete'].map(word => [word, 'cancel'] as const),
  ...['finish', 'close'].map(word => [word, 'done'] as const),
  ...['postpone', 'later'].map(word => [word, 'snooze'] as const),
  ...['approve', 'permit'].map(word => [word, 'allow'] as const),
  ...['start', 'retry'].map(word => [word, 'run'] as const),
  ['merge', 'keep'],
  ['version', '--version'],
]);

function withMeant(said: string): string {
  const [line = '', ...rest] = said.split('\n');
  const meant = MEANT.get(/^unknown command '([^']+)'/.exec(line)?.[1] ?? '');
  const others = rest.filter(text => !text.startsWith('(Did you mean'));
  return meant === undefined ? said : [line, `(Did you mean ${meant}?)`, ...others].join('\n');
}

/** Too many words are most often some that belong together. */
function withQuotes(said: string): string {
  const [line = '', ...help] = said.split('\n');
  const name = /^too many arguments for '([^']+)'/.exec(line)?.[1];
  const example = verbs.find(verb => verb.name === name)?.examples.find(text => text.includes('"'));
  return [line, ...(example === undefined ? [] : [`Words that belong together need quotes: ${example}`]), ...help].join(
    '\n',
  );
}

const NO_VERB = `Say what to do: ${verbs.map(verb => verb.name).join(', ')}. "defer --help" explains them.`;

/** The flags of every verb. New ones each time: an option belongs to one command. */
const globalOptions = (): readonly Option[] => [
  new Option('--dir <folder>', 'the folder of the schedule'),
  new Option('--scope <scope>', 'which schedules').choices(SCOPES),
  new Option('--json', 'print one JSON value and nothing else'),
  new Option('--now <time>', 'use this ISO time as now'),
  new Option('--tz <zone>', 'the time zone, an IANA name'),
  new Option('--runtime <tool>', 'run, log and archive as this tool does; import its own tasks first').choices(
    RUNTIMES,
  ),
];

function withFields(command: Command, { input }: Pick<Verb, 'input'>): Command {
  for (const [name, field] of Object.entries(input)) {
    const word = wordOf(name, field);
    if (field.argument) {
      const more = field.kind === 'list' ? '...' : '';
      const argument = new Argument(field.optional ? `[${word}${more}]` : `<${word}${more}>`, helpOf(field));
      command.addArgument(field.kind === 'choice' ? argument.choices(field.choices ?? []) : argument);
    } else {
      command.addOption(optionOf(word, field));
    }
  }
  return withGlobals(command);
}

/** People put these at the end as often as at the beginning. */
function withGlobals(command: Command): Command {
  for (const option of globalOptions()) {
    // A verb that knows the flag itself (`add --tz`) gets it as well.
    if (!command.options.some(own => own.long === option.long)) {
      command.addOption(option.hideHelp());
    }
  }
  return command;
}

const helpOf = ({ help, stdin }: Field): string => (stdin ? `${help}; - reads standard input` : help);

function optionOf(word: string, field: Field): Option {
  if (field.kind === 'flag') {
    return new Option(`--${word}`, field.help);
  }
  if (field.bare !== undefined) {
    return new Option(`--${word} [value]`, field.help).preset(field.bare);
  }
  const option = new Option(`--${word} <${field.kind === 'when' ? 'time' : 'value'}>`, helpOf(field));
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
