import * as l10n from '@vscode/l10n';
import {
  KEEPERS,
  placeholderIn,
  PROMPT,
  SESSION,
  type Keeper,
  type Profile,
  type PromptWay,
  type Vectors,
} from './launch.ts';
import { readCaps, readOwnBudget } from './caps.ts';
import { refusal, isRefusal, type Refusal } from '../basics/refusal.ts';
import { isRecord } from '../rows/fieldValues.ts';

/** Agent profiles by name; a refusal where a person wrote one that cannot be used. */
export type Profiles = ReadonlyMap<string, Profile | Refusal>;

/**
 * The tools that Defer knows, with flags that their own parsers take (test/campaign/realTools.test.ts). Where a prompt
 * is an argument it comes after `--` or in its flag's own argument: `-i <prompt>` of copilot and gemini refuses one
 * that begins with a dash, and `opencode run <prompt>` puts it into quotes.
 */
export const BUILT_IN_PROFILES: Profiles = new Map<string, Profile>([
  [
    'claude',
    {
      executable: 'claude',
      fresh: ['--session-id', SESSION, '--', PROMPT],
      resume: ['--resume', SESSION, '--', PROMPT],
      input: 'argument',
      unattended: {
        fresh: ['-p', '--session-id', SESSION],
        resume: ['-p', '--resume', SESSION],
        input: 'stdin',
      },
      keeper: 'claude',
      caps: { turns: { arguments: ['--max-turns=<number>'] }, usd: { arguments: ['--max-budget-usd=<number>'] } },
    },
  ],
  [
    'codex',
    {
      executable: 'codex',
      fresh: ['--', PROMPT],
      resume: ['resume', SESSION, '--', PROMPT],
      input: 'argument',
      unattended: { fresh: ['exec', '-'], resume: ['exec', 'resume', SESSION, '-'], input: 'stdin' },
      keeper: 'codex',
    },
  ],
  [
    'copilot',
    {
      executable: 'copilot',
      fresh: ['--session-id', SESSION, `--interactive=${PROMPT}`],
      resume: ['--session-id', SESSION, `--interactive=${PROMPT}`],
      input: 'argument',
      unattended: { fresh: ['--session-id', SESSION], resume: ['--session-id', SESSION], input: 'stdin' },
      keeper: 'copilot',
      caps: { credits: { arguments: ['--max-ai-credits=<number>'], least: 30 } },
    },
  ],
  [
    'gemini',
    {
      executable: 'gemini',
      fresh: ['--session-id', SESSION, `--prompt-interactive=${PROMPT}`],
      resume: ['--resume', SESSION, `--prompt-interactive=${PROMPT}`],
      input: 'argument',
      unattended: { fresh: ['--session-id', SESSION], resume: ['--resume', SESSION], input: 'stdin' },
      keeper: 'gemini',
    },
  ],
  [
    'opencode',
    {
      executable: 'opencode',
      fresh: [`--prompt=${PROMPT}`],
      resume: ['--session', SESSION, `--prompt=${PROMPT}`],
      input: 'argument',
      unattended: { fresh: ['run'], resume: ['run', '--session', SESSION], input: 'stdin' },
      keeper: 'opencode',
    },
  ],
  ['executor', { executable: '', fresh: [], input: 'executor', unattended: { fresh: [], input: 'executor' } }],
]);

const WAYS: ReadonlySet<unknown> = new Set<PromptWay>(['argument', 'stdin', 'executor']);
const VECTORS: ReadonlySet<string> = new Set(['fresh', 'resume', 'input']);
const MEMBERS: ReadonlySet<string> = new Set(['executable', ...VECTORS, 'unattended', 'keeper', 'budget', 'caps']);
const NO_KEEPER = 'none';
const KEEPER_WORDS: ReadonlySet<unknown> = new Set<Keeper | typeof NO_KEEPER>([...KEEPERS, NO_KEEPER]);
const NAME = /^[\w.-]{1,64}$/;

/**
 * Lays a person's profiles over others: `{name: {executable, fresh, resume, input, unattended, keeper, budget, caps}}`,
 * where what is left out comes from the profile of the same name below. `source` says where they stand, for the words
 * of a refusal. A profile that cannot be used is refused by itself and hides the one below: nobody who wrote their own
 * is given another. Refused as a whole where the value is no such object.
 */
export function toProfiles(value: unknown, base: Profiles, source: string): Profiles | Refusal {
  if (value === undefined) {
    return base;
  }
  if (!isRecord(value)) {
    return refusal(
      l10n.t('{0} is not an object of agent profiles. Write {"name": {"executable": …, "fresh": […]}}.', source),
    );
  }
  const profiles = new Map(base);
  for (const [name, raw] of Object.entries(value)) {
    if (!NAME.test(name) || name === 'command') {
      const why = l10n.t('a name is up to 64 letters, digits, dots, dashes and underscores, and not "command"');
      profiles.set(name, refusal(l10n.t('A profile in {0} cannot be used: {1}.', source, why)));
      continue;
    }
    const below = profiles.get(name);
    const read = toProfile(raw, below && !isRefusal(below) ? below : undefined);
    profiles.set(
      name,
      typeof read === 'string'
        ? refusal(l10n.t('The profile {0} in {1} cannot be used: {2}.', name, source, read))
        : read,
    );
  }
  return profiles;
}

/** A profile, or what is wrong with it. */
function toProfile(raw: unknown, below: Profile | undefined): Profile | string {
  if (!isRecord(raw)) {
    return l10n.t('it is not an object');
  }
  const strange = Object.keys(raw).find(name => !MEMBERS.has(name));
  if (strange !== undefined) {
    return l10n.t('it has a member other than {0}', [...MEMBERS].join(', '));
  }
  const { executable = below?.executable, unattended: rawUnattended, keeper = below?.keeper } = raw;
  const { input = below?.input } = raw;
  const isExecutor = input === 'executor';
  if (typeof executable !== 'string' || (executable === '' && !isExecutor) || executable.includes('\0')) {
    return l10n.t('"executable" is missing: the name of a program on PATH, or its absolute path');
  }
  if (keeper !== undefined && !KEEPER_WORDS.has(keeper)) {
    return l10n.t('"keeper" must be one of {0}', [...KEEPER_WORDS].join(', '));
  }
  const vectors = toVectors(raw, below);
  if (typeof vectors === 'string') {
    return vectors;
  }
  const caps = raw['caps'] === undefined ? below?.caps : readCaps(raw['caps']);
  if (typeof caps === 'string') {
    return caps;
  }
  const budget = raw['budget'] === undefined ? below?.budget : readOwnBudget(raw['budget'], caps);
  if (typeof budget === 'string') {
    return budget;
  }
  const unattended = rawUnattended === undefined ? below?.unattended : toUnattended(rawUnattended, below?.unattended);
  return typeof unattended === 'string'
    ? `in "unattended", ${unattended}`
    : {
        executable,
        ...vectors,
        ...(unattended && { unattended }),
        ...(keeper !== undefined && keeper !== NO_KEEPER && { keeper: keeper as Keeper }),
        ...(budget && { budget }),
        ...(caps && { caps }),
      };
}

function toUnattended(raw: unknown, below: Vectors | undefined): Vectors | string {
  if (!isRecord(raw)) {
    return l10n.t('the value must be an object of "fresh", "resume" and "input"');
  }
  const strange = Object.keys(raw).find(name => !VECTORS.has(name));
  return strange === undefined
    ? toVectors(raw, below)
    : l10n.t('there is a member other than {0}', [...VECTORS].join(', '));
}

/** One way to start an agent, or what is wrong with it. */
function toVectors(raw: Readonly<Record<string, unknown>>, below: Vectors | undefined): Vectors | string {
  const { fresh = below?.fresh, resume = below?.resume, input = below?.input ?? 'argument' } = raw;
  if (!WAYS.has(input)) {
    return l10n.t('"input" must be one of argument, stdin, executor');
  }
  const [first, second] = [fresh, resume].map(vector => (isVector(vector) ? vector : undefined));
  if (!first || (resume !== undefined && !second)) {
    return l10n.t('"fresh" and "resume" must be lists of texts, one for each argument');
  }
  const wrong = wrongPlaceholder([first, ...(second ? [second] : [])], input as PromptWay);
  if (wrong !== undefined) {
    return wrong;
  }
  if (second && input !== 'executor' && count(second, SESSION) === 0) {
    return l10n.t('"resume" does not say where the conversation\'s id goes: one argument must be {0}', SESSION);
  }
  return { fresh: first, ...(second && { resume: second }), input: input as PromptWay };
}

function wrongPlaceholder(vectors: readonly (readonly string[])[], input: PromptWay): string | undefined {
  for (const vector of vectors) {
    if (vector.some(text => !placeholderIn(text) && (text.includes(PROMPT) || text.includes(SESSION)))) {
      return l10n.t(
        '{0} and {1} each stand for a whole argument, or for all that follows a flag and its "="',
        PROMPT,
        SESSION,
      );
    }
    if (count(vector, PROMPT) !== (input === 'argument' ? 1 : 0)) {
      return input === 'argument'
        ? l10n.t('exactly one argument must be {0}', PROMPT)
        : l10n.t('the prompt goes to standard input, so no argument may be {0}', PROMPT);
    }
  }
  return undefined;
}

const count = (vector: readonly string[], name: string): number =>
  vector.filter(text => placeholderIn(text)?.name === name).length;

const isVector = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string' && !item.includes('\0'));
