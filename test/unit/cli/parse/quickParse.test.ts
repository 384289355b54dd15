import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UsageError, wordOf, type Call } from '../../../../src/cli/parse/call.ts';
import { COMPLETION, MCP } from '../../../../src/cli/parse/otherCommands.ts';
import { parseCommandLine } from '../../../../src/cli/parse/commandLine.ts';
import { quickParse } from '../../../../src/cli/parse/quickParse.ts';
import { verbs } from '../../../../src/verbs/index.ts';
import { holds } from '../../../support/property.ts';

/** What a call comes to, so that two can be compared. */
const told = (call: Call): unknown => (call.kind === 'verb' ? { ...call, verb: call.verb.name } : { ...call });

/** What the parser that helps makes of it; the refusal where it refuses. */
const carefully = (words: readonly string[]): unknown => {
  try {
    return told(parseCommandLine(words, '0'));
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message;
  }
};

const flags = [
  ...new Set(verbs.flatMap(({ input }) => Object.entries(input).map(([name, field]) => `--${wordOf(name, field)}`))),
];
const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...verbs.map(({ name }) => name)) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...flags,
      '--dir',
      '--scope',
      '--json',
      '--now',
      '--tz',
      '--help',
      '-h',
      '-V',
      '--',
      '-',
    ),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      '1h',
      'x',
      '3',
      '',
      'all',
      'global',
      'fresh',
      'low',
      'two words',
      'a=b',
      '-1',
      '--when=1h',
      'help',
      'exec',
      'completion',
    ),
  },
);

/** A verb with most of what it wants, as people type it, and some of what they get wrong. */
const likely = fc.constantFrom(...verbs).chain(({ name, input }) => {
  const parts = Object.entries(input).map(([field, { argument, kind, choices, ...rest }]) => {
    const value = fc.constantFrom(...(choices ?? []), '1h', '3', 'x y');
    const flag = `--${wordOf(field, { argument, kind, ...rest } as never)}`;
    const said = argument
      ? value.map(text => [text])
      : kind === 'flag'
        ? fc.constant([flag])
        : value.map(text => [flag, text]);
    return fc.oneof(
      { weight: argument ? 1 : 3, arbitrary: fc.constant<string[]>([]) },
      { weight: argument ? 9 : 1, arbitrary: said },
    );
  });
  const general = fc.constantFrom<string[]>([], ['--json'], ['--scope', 'all'], ['--dir', 'd'], ['--tz', 'UTC']);
  return fc
    .tuple(general, fc.tuple(...parts), general)
    .map(([before, given, after]) => [...before, name, ...given.flat(), ...after]);
});

test('what the quick parser takes, the careful one reads the same way', t => {
  let taken = 0;
  holds(
    t,
    fc.property(fc.oneof(likely, fc.array(word, { maxLength: 7 })), words => {
      const call = quickParse(words, verbs);
      if (call) {
        taken += 1;
        assert.deepEqual(told(call), carefully(words));
      }
    }),
    5000,
  );
  assert.ok(taken > 50, `it took ${taken}`);
});

test('it takes what people type every day, so that no list waits for the other', () => {
  for (const words of [
    ['list'],
    ['list', '--due', '--json'],
    ['--json', 'query'],
    ['add', 'Resume the review', '--when', 'tomorrow 9am', '--tag', 'a', '--tag', 'b'],
    ['snooze', '01KAB', '1h', '--scope', 'global'],
    ['next', '0 9 * * 1-5', '--count', '3'],
    ['exec', 'ab12', '--in-editor'],
  ]) {
    assert.ok(quickParse(words, verbs), words.join(' '));
  }
});

test('where it knows only some verbs it leaves the others to the careful one', () => {
  const some = verbs.filter(({ name }) => name === 'list');
  assert.deepEqual(quickParse(['list', '--due'], some), quickParse(['list', '--due'], verbs));
  assert.equal(quickParse(['done', '01KAB'], some), undefined);
});

test('whoever names an entry means it in either schedule; all else is about the project', () => {
  const scope = (...words: readonly string[]): unknown => {
    const call = quickParse(words, verbs);
    return call?.kind === 'verb' ? call.options.scope : undefined;
  };
  assert.deepEqual(
    [scope('done', 'x'), scope('list'), scope('add', 'x', '--when', '1h'), scope('run', '--due'), scope('run', 'x')],
    ['all', 'project', 'project', 'project', 'all'],
  );
  assert.equal(scope('done', 'x', '--scope', 'project'), 'project');
});

/** Splits a line as a shell does, where it has no more than plain words, double quotes and a file for an end of it. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replace(/ (?:<|>>?) \S+$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );

const commands = [...verbs, COMPLETION, MCP];

test('every command has examples in its help, and every one is a use of it', () => {
  for (const { name, examples } of commands) {
    assert.ok(examples.length > 0, `${name} has no example`);
    for (const line of examples) {
      const [defer, ...words] = wordsOf(line);
      const call = parseCommandLine(words, '0');
      assert.deepEqual([defer, call.kind === 'verb' ? call.verb.name : call.kind], ['defer', name], line);
    }
    const shown = `\nExamples:\n${examples.map(text => `  ${text}`).join('\n')}`;
    assert.ok(String(carefully([name, '--help'])).endsWith(shown), name);
  }
});
