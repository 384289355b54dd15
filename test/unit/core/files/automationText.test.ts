import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  automationIdOf,
  isAutomationId,
  readAutomation,
  writeAutomation,
  type Automation,
} from '../../../../src/core/files/automationText.ts';
import { anyAutomation, handWritten } from '../../../support/automations.ts';
import { holds } from '../../../support/property.ts';

const MANUAL = ['version: 1', 'id: review', 'name: Review', 'schedule:', '  kind: manual'];
const headed = (...lines: readonly string[]): string => ['---', ...lines, '---', 'Review it.', ''].join('\n');

function automationIn(text: string): Automation {
  const read = readAutomation(text);
  if ('why' in read) {
    throw new Error(`${read.line}: ${read.why}`);
  }
  const { before: _, after: _after, line: _line, ...automation } = read;
  return automation;
}

function problem(text: string): string {
  const read = readAutomation(text);
  return 'why' in read ? `${read.line}: ${read.why}` : `It was read: ${text}`;
}

test('a file as VS Code writes it is read, and written again byte for byte', () => {
  const text = [
    '---',
    'version: 1',
    'id: "weekday-review"',
    'name: "Weekday \\"review\\""',
    'description: "Review: on demand"',
    'schedule:',
    '  kind: cron',
    '  expression: "35 9 * * 1-5"',
    '  timeZone: local',
    '---',
    '',
    'Review the workspace.',
    '',
  ].join('\n');
  assert.deepEqual(automationIn(text), {
    id: 'weekday-review',
    name: 'Weekday "review"',
    description: 'Review: on demand',
    schedule: { kind: 'weekdays', hour: 9, minute: 35 },
    prompt: 'Review the workspace.',
  });
  assert.equal(writeAutomation(automationIn(text)), text);
});

test('of each kind of schedule there is one form that is written', () => {
  const written = (schedule: Automation['schedule']): string =>
    /schedule:\n([^]*?)---/.exec(writeAutomation({ id: 'a', name: 'A', prompt: 'Go.', schedule }))?.[1] ?? '';
  const cron = (line: string): string => `  kind: cron\n  expression: "${line}"\n  timeZone: local\n`;
  assert.deepEqual(
    [
      written({ kind: 'manual' }),
      written({ kind: 'hourly' }),
      written({ kind: 'daily', hour: 13, minute: 5 }),
      written({ kind: 'weekly', hour: 0, minute: 0, day: 0 }),
    ],
    ['  kind: manual\n', '  kind: hourly\n', cron('5 13 * * *'), cron('0 0 * * 0')],
  );
});

test('any automation comes back from its file as it was', t => {
  holds(
    t,
    fc.property(anyAutomation, one => {
      assert.deepEqual(automationIn(writeAutomation(one)), one);
    }),
  );
});

test('a file that somebody wrote by hand says the same, and its parts around the prompt are the rest of it', t => {
  holds(
    t,
    fc.property(
      anyAutomation.chain(one => handWritten(one).map(text => ({ one, text }))),
      ({ one, text }) => {
        assert.deepEqual(automationIn(text), one);
        const read = readAutomation(text);
        assert.ok('before' in read);
        assert.equal(read.before + read.prompt + read.after, text);
      },
    ),
  );
});

test('no text at all makes the reader fail', t => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '---\n',
      'version: 1\n',
      'id: a\n',
      'name: A\n',
      'schedule:\n',
      '  kind: cron\n',
      '&a ',
      '*a',
      '!!x ',
    ),
  );
  holds(
    t,
    fc.property(fc.array(part), parts => {
      const read = readAutomation(`---\n${parts.join('')}`);
      assert.ok('why' in read || read.prompt !== '');
    }),
  );
});

describe('what VS Code refuses is a problem that names the line and says what to do', () => {
  const cron = (expression: string, zone = 'local'): string =>
    headed(...MANUAL.slice(0, 4), '  kind: cron', `  expression: "${expression}"`, `  timeZone: ${zone}`);
  const cases: readonly (readonly [name: string, text: string, said: RegExp])[] = [
    ['no front matter', 'Review it.', /^1: The file must begin with front matter/],
    ['a blank line in front', `\n${headed(...MANUAL)}`, /^1: The file must begin with/],
    ['a byte order mark', `\uFEFF${headed(...MANUAL)}`, /^1: The file must begin with/],
    ['another version', headed('version: 2', ...MANUAL.slice(1)), /^2: Defer reads version 1 .*"2"/],
    ['no version', headed(...MANUAL.slice(1)), /^2: The version is missing/],
    ['an id with a space', headed('version: 1', 'id: Review Task', ...MANUAL.slice(2)), /^3: The id must be/],
    ['an unknown field', headed(...MANUAL, 'enabled: true'), /^7: .*no field "enabled".*schedule file/],
    ['an unknown field of the schedule', headed(...MANUAL, '  at: 9'), /^7: .*no field "at"/],
    ['the name of a prototype', headed(...MANUAL, '__proto__: 1'), /^7: .*no field "__proto__"/],
    ['an unknown kind', headed(...MANUAL.slice(0, 4), '  kind: monthly'), /^5: .*manual, hourly, cron/],
    ['a schedule that is no map', headed(...MANUAL.slice(0, 3), 'schedule: daily'), /^5: The schedule must have lines/],
    [
      'a list as a name',
      headed('version: 1', 'id: a', 'name: [a]', ...MANUAL.slice(3)),
      /^4: The name must be one plain/,
    ],
    ['every 20 minutes past', cron('20 * * * *'), /^7: VS Code knows one time a day.*"20 \* \* \* \*"/],
    ['an hour that is none', cron('0 24 * * *'), /^7: /],
    ['six fields', cron('0 0 9 * * *'), /^7: /],
    ['a time zone', cron('0 9 * * 1', 'Europe/Berlin'), /^8: The timeZone must be "local".*Europe\/Berlin/],
    ['no prompt', ['---', ...MANUAL, '---', ''].join('\n'), /^2: The file has no prompt/],
    ['an alias', headed('version: 1', 'id: &a a', 'name: *a', ...MANUAL.slice(3)), /^3: The id must be one plain/],
    ['a tag', headed('version: 1', 'id: a', 'name: !!str A', ...MANUAL.slice(3)), /^4: /],
    ['a key twice', headed(...MANUAL, 'name: B'), /^7: The front matter is not YAML\. A key is there twice/],
    ['a huge head', headed(...MANUAL, `# ${'x'.repeat(20_000)}`), /longer than 16 KiB/],
    ['a deep one', headed(...MANUAL, `x: ${'['.repeat(8000)}`), /^\d+: /],
    ['aliases by the thousand', headed(...MANUAL, 'x: &x [1]', `y: [${'*x,'.repeat(3000)}]`), /^7: .*no field "x"/],
  ];
  for (const [name, text, said] of cases) {
    test(name, () => assert.match(problem(text), said));
  }
});

test('the id of a name is the one that VS Code makes of it', () => {
  const made = [
    'Résumé Review',
    '  --A..b-- ',
    '日本',
    'x'.repeat(80),
    `${'x'.repeat(63)} y`,
    'a-.-b',
    `a${'.-'.repeat(200_000)}b`,
  ].map(automationIdOf);
  assert.deepEqual(made, ['resume-review', 'a-b', 'automation', 'x'.repeat(64), 'x'.repeat(63), 'a-.-b', 'a']);
  assert.deepEqual(['a', 'a.b-c', 'a--b', '-a', 'a-', 'A', ''].map(isAutomationId), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
