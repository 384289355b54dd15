import type { Field, Verb } from '../../verbs/verb.ts';
import { camelCase, RUNTIMES, SCOPES, verbCall, wordOf, type Call } from './call.ts';

/**
 * Reads a command line that is plainly right, without the parser that knows how to help: that one takes as long to load
 * as a list takes to show. Undefined for all else, right or wrong, and for verbs that are not among these;
 * `parseCommandLine` then has the say, and a test holds that the two never differ.
 */
export function quickParse(argv: readonly string[], verbs: readonly Verb[]): Call | undefined {
  if (argv[0] === 'complete' && argv[1] === '--') {
    return { kind: 'complete', words: argv.slice(2) };
  }
  const inEditor = argv[2] === '--in-editor';
  if (argv[0] === 'exec' && argv.length === (inEditor ? 3 : 2) && /^\w+$/.test(argv[1] ?? '')) {
    return { kind: 'exec', token: argv[1] ?? '', inEditor };
  }
  const before: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  const given: string[] = [];
  let verb: Verb | undefined;
  let known: ReadonlyMap<string, Flag> = GENERAL;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (!word.startsWith('-')) {
      if (verb) {
        given.push(word);
        continue;
      }
      verb = verbs.find(({ name }) => name === word);
      if (!verb) {
        return undefined;
      }
      known = flagsOf(verb);
      continue;
    }
    const flag = known.get(word);
    const flags = verb ? own : before;
    // One that may stand without a value is for the parser that knows both.
    if (!flag || flag.bare !== undefined) {
      return undefined;
    }
    if (flag.kind === 'flag') {
      flags[flag.name] = true;
      continue;
    }
    index += 1;
    const value = readValue(flag, argv[index], flags[flag.name]);
    if (value === undefined) {
      return undefined;
    }
    flags[flag.name] = value;
  }
  return verb && isWhole(verb, given, own) ? verbCall(verb, { given, own, before }) : undefined;
}

interface Flag extends Pick<Field, 'kind' | 'choices' | 'bare'> {
  readonly name: string;
}

const GENERAL: ReadonlyMap<string, Flag> = new Map([
  ['--dir', { name: 'dir', kind: 'text' }],
  ['--scope', { name: 'scope', kind: 'choice', choices: SCOPES }],
  ['--json', { name: 'json', kind: 'flag' }],
  ['--now', { name: 'now', kind: 'text' }],
  ['--tz', { name: 'tz', kind: 'text' }],
  ['--runtime', { name: 'runtime', kind: 'choice', choices: RUNTIMES }],
]);

const flagsOf = ({ input }: Verb): ReadonlyMap<string, Flag> =>
  new Map([
    ...GENERAL,
    ...Object.entries(input)
      .filter(([, field]) => !field.argument)
      .map(([name, field]): [string, Flag] => {
        const word = wordOf(name, field);
        return [`--${word}`, { ...field, name: camelCase(word) }];
      }),
  ]);

/** Undefined for a value that is missing or wrong. What stands after a flag is its value, with a dash as well. */
function readValue({ kind, choices }: Flag, text: string | undefined, before: unknown): unknown {
  if (text === undefined) {
    return undefined;
  }
  switch (kind) {
    case 'choice':
      return choices?.includes(text) ? text : undefined;
    case 'count':
      return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    case 'list':
      return [...((before as readonly string[] | undefined) ?? []), text];
    default:
      return text;
  }
}

/** Whether all that a verb needs is there, and no more. */
function isWhole({ input }: Verb, given: readonly string[], flags: Readonly<Record<string, unknown>>): boolean {
  const fields = Object.entries(input);
  const places = fields.filter(([, { argument }]) => argument);
  const needed = places.filter(([, { optional }]) => !optional).length;
  return (
    given.length >= needed &&
    (given.length <= places.length || places.at(-1)?.[1].kind === 'list') &&
    given.every((text, index) => places[index]?.[1].choices?.includes(text) ?? true) &&
    fields.every(
      ([name, field]) => field.argument || field.optional || flags[camelCase(wordOf(name, field))] !== undefined,
    )
  );
}
