import { isTombstone, toEntry, type Entry } from '../../core/entry/entry.ts';
import { KEEPERS } from '../../core/agent/launch.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { byActivity, type KnownConversation } from '../../core/conversations/knownConversation.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { openDesk } from '../../verbs/conversations/openDesk.ts';
import { foldersOf } from '../../verbs/conversations/conversationFolders.ts';
import { resultsOf } from '../../verbs/results/findResult.ts';
import { isOpenResult, shortRun } from '../../verbs/results/resultText.ts';
import { verbs } from '../../verbs/index.ts';
import type { Field, Verb } from '../../verbs/verb.ts';
import type { Host } from '../../verbs/host.ts';
import { optionsOf, RUNTIMES, SCOPES, wordOf, type GlobalOptions } from './call.ts';
import { COMPLETION, MCP, type OtherCommand } from './otherCommands.ts';

/** What may stand for the word that is being typed, and what it means; the latter for shells that show it. */
export type Candidate = readonly [word: string, meaning: string];

/** How many entries are offered. */
const MOST = 60;

/**
 * What an id must be made of to be put on a command line: the file may hold any text as one, and a shell would obey
 * `$(…)` in it.
 */
const PLAIN_ID = /^[\w:.@][\w:.@+-]*$/;

const TIMES = ['30m', '1h', '3h', 'tomorrow', 'friday', 'monday'];

/** General flags by what follows them. */
const GENERAL: Readonly<Record<string, Pick<Field, 'kind' | 'help' | 'choices'>>> = {
  '--dir': { kind: 'text', help: 'the folder of the schedule' },
  '--scope': { kind: 'choice', help: 'which schedules', choices: SCOPES },
  '--json': { kind: 'flag', help: 'print one JSON value and nothing else' },
  '--now': { kind: 'text', help: 'use this ISO time as now' },
  '--tz': { kind: 'text', help: 'the time zone, an IANA name' },
  '--runtime': { kind: 'choice', help: 'run entries, log and archive as this tool does', choices: RUNTIMES },
  '--help': { kind: 'flag', help: 'show how it is used' },
};

/** `words`: what stands after `defer`, the one that is being typed last. Nothing where a file or a text is wanted. */
export async function complete(
  words: readonly string[],
  openHost: (options: GlobalOptions) => Host,
): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? '';
  const { command, given, wanted, said } = readWords(words.slice(0, -1));
  const begins = ([word]: Candidate): boolean => word.startsWith(typed);
  const field = wanted ?? (typed.startsWith('-') ? undefined : argumentOf(command, given.length));
  if (field) {
    const host = (): Host => openHost(optionsOf(said, 'all'));
    const isEntry = field.kind === 'entry' || (field.kind === 'list' && field.argument === true);
    return [
      ...(field.conversations ? await conversationsFor(field.conversations, host()) : []),
      ...(field.results ? await resultsFor(host()) : []),
      ...(isEntry ? await entriesFor(command, host()) : valuesOf(field)),
    ].filter(begins);
  }
  if (typed.startsWith('-')) {
    return flagsFor(command, given.length === 0).filter(begins);
  }
  const [first] = given;
  return !command && (first === undefined || first === 'help')
    ? [...COMMANDS, HELP].map(({ name, help }): Candidate => [name, help]).filter(begins)
    : [];
}

type Command = Verb | OtherCommand;

const COMMANDS: readonly Command[] = [...verbs, COMPLETION, MCP];

const HELP = { name: 'help', help: 'Show how a command is used.' };

type Wanted = Pick<Field, 'kind' | 'choices' | 'argument' | 'conversations' | 'results'>;

interface Words {
  readonly command: Command | undefined;
  /** What stands after the command and is no flag; before there is one, what stands in its place. */
  readonly given: readonly string[];
  /** The flag whose value is being typed. */
  readonly wanted: Wanted | undefined;
  /** General flags that were given. */
  readonly said: Readonly<Record<string, unknown>>;
}

function readWords(words: readonly string[]): Words {
  let command: Command | undefined;
  const given: string[] = [];
  const said: Record<string, unknown> = {};
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const flag = word.startsWith('-') ? flagOf(command, word) : undefined;
    if (flag && flag.kind !== 'flag') {
      index += 1;
      if (index >= words.length) {
        return { command, given, wanted: flag, said };
      }
      if (word in GENERAL) {
        said[word.slice(2)] = words[index];
      }
    } else if (!word.startsWith('-')) {
      const named = command || given.length > 0 ? undefined : COMMANDS.find(({ name }) => name === word);
      if (named) {
        command = named;
      } else {
        given.push(word);
      }
    }
  }
  return { command, given, wanted: undefined, said };
}

function flagOf(command: Command | undefined, word: string): Wanted | undefined {
  const own = Object.entries(command?.input ?? {}).find(
    ([name, field]) => !field.argument && `--${wordOf(name, field)}` === word,
  );
  return own?.[1] ?? GENERAL[word];
}

/** What stands at a place; a list takes all that are left. */
function argumentOf(command: Command | undefined, place: number): Field | undefined {
  const fields = Object.values(command?.input ?? {}).filter(({ argument }) => argument);
  const last = fields.at(-1);
  return fields[place] ?? (last?.kind === 'list' ? last : undefined);
}

const flagsFor = (command: Command | undefined, isFirst: boolean): readonly Candidate[] => [
  ...Object.entries(command?.input ?? {})
    .filter(([, { argument }]) => !argument)
    .map(([name, field]): Candidate => [`--${wordOf(name, field)}`, field.help]),
  ...Object.entries(GENERAL).map(([word, { help }]): Candidate => [word, help]),
  ...(!command && isFirst ? [VERSION] : []),
];

const VERSION: Candidate = ['--version', 'show which version this is'];

function valuesOf({ kind, choices = [] }: Pick<Field, 'kind' | 'choices'>): readonly Candidate[] {
  return (kind === 'when' ? TIMES : choices).map(word => [word, '']);
}

/** The entries that a verb can be meant for, what is due first, with their titles. */
async function entriesFor(command: Command | undefined, host: Host): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const ledger of host.ledgers) {
    const schedule = await ledger.look();
    const closedToo = command?.name === 'show' || command?.name === 'reopen';
    for (const state of closedToo ? schedule.all() : schedule.open) {
      if (found.length === MOST) {
        return found;
      }
      if (PLAIN_ID.test(state.id)) {
        const entry = toEntry(state);
        if (fits(command, entry)) {
          found.push([state.id, cleanLine(entry.title, 60)]);
        }
      }
    }
  }
  return found;
}

/** The conversations about the schedules' folders, the newest first, with their titles. No tool is started for them. */
async function conversationsFor(words: readonly string[], host: Host): Promise<readonly Candidate[]> {
  const opened = await openDesk(host);
  const desk = isRefusal(opened) ? undefined : opened;
  const found: KnownConversation[] = [];
  for (const agent of desk ? KEEPERS : []) {
    const profile = await desk?.keeperOf(agent);
    if (desk && !isRefusal(profile) && profile?.isAsked === false) {
      found.push(...(await desk.list({ folders: foldersOf(host), agent })).conversations);
    }
  }
  return [
    ...words.map((word): Candidate => [word, word === 'this' ? 'the conversation you are in' : 'the newest here']),
    ...found
      .sort(byActivity)
      .slice(0, MOST)
      .map(({ id, agent, title }): Candidate => [id, cleanLine(`${agent}: ${title}`, 60)]),
  ];
}

/** The results that a person has still to decide about, by the beginnings of their runs, with their titles. */
async function resultsFor(host: Host): Promise<readonly Candidate[]> {
  const results = (await (await resultsOf(host))?.list()) ?? [];
  return results
    .filter(isOpenResult)
    .slice(0, MOST)
    .map((result): Candidate => [shortRun(result), cleanLine(`${result.agent}: ${result.title}`, 60)]);
}

const fits = (command: Command | undefined, entry: Entry): boolean =>
  !isTombstone(entry) && (command?.name !== 'reopen' || !entry.isOpen || entry.status === 'failed');
