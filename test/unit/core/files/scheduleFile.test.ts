import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Definition } from '../../../../src/core/files/definition.ts';
import { isDefinition, readScheduleFile } from '../../../../src/core/files/scheduleFile.ts';
import { rejectDuplicateNames } from '../../../../src/core/files/rejectDuplicateNames.ts';
import { toIso } from '../../../../src/core/basics/time.ts';
import { at } from '../../../support/world.ts';

const SINCE = at('2026-11-23T10:00:00Z');
const read = (text: string, file = '.sf/schedules/report.md') => readScheduleFile({ file, text, since: SINCE });

function definition(text: string, file?: string): Definition {
  const reading = read(text, file);
  if (!isDefinition(reading)) {
    throw new Error(`${reading.line}: ${reading.text}`);
  }
  return reading;
}

function problem(text: string): string {
  const reading = read(text);
  if (isDefinition(reading)) {
    throw new Error(`It was read: ${text}`);
  }
  return `${reading.line}: ${reading.text}`;
}

const headed = (...lines: readonly string[]): string => ['---', ...lines, '---', 'Write the report.', ''].join('\n');

test('a file is an entry: its name, its rule in UTC, its body as the prompt', () => {
  const read = definition(headed('cron: 0 9 * * 1-5'));
  assert.equal(read.id, 'schedule:report');
  assert.deepEqual(read.fields, {
    kind: 'prompt',
    payload: { message: 'report', prompt: 'Write the report.', session: 'schedule:report' },
    repeat: { cron: '0 9 * * 1-5', tz: 'UTC', catchup: 'once', enabled: true },
    created_by: 'file:.sf/schedules/report.md',
  });
  assert.equal(toIso(read.firstSlot(SINCE) ?? SINCE), '2026-11-24T09:00:00.000Z');
});

test('every key that is known is read', () => {
  const lines = ['name: Morning report', 'cron: "0 9 * * *"', 'tz: Europe/Paris', 'agent: claude', 'mode: callback'];
  const more = ['catchup: skip', 'until: 2027-01-01', 'expires: 2027-02-01T00:00:00+01:00', 'colour: blue'];
  const { id, fields } = definition(headed(...lines, ...more));
  assert.equal(id, 'schedule:Morning report');
  assert.deepEqual(fields['payload'], {
    message: 'Morning report',
    prompt: 'Write the report.',
    agent: 'claude',
    mode: 'callback',
    session: 'schedule:Morning report',
  });
  assert.deepEqual(fields['repeat'], {
    cron: '0 9 * * *',
    tz: 'Europe/Paris',
    until: '2027-01-01T00:00:00.000Z',
    catchup: 'skip',
    enabled: true,
  });
  assert.equal(fields['expires_at'], '2027-01-31T23:00:00.000Z');
});

test('an interval is ISO or as people write it, on a grid that no save moves', () => {
  for (const every of ['PT30M', '30m', '30 minutes', 'half an hour']) {
    const { fields, firstSlot } = definition(headed(`every: ${every}`));
    assert.deepEqual(
      fields['repeat'],
      { every: 'PT30M', anchor: '1970-01-01T00:00:00.000Z', catchup: 'once', enabled: true },
      every,
    );
    assert.equal(firstSlot(at('2026-11-23T10:07:00Z')), at('2026-11-23T10:30:00Z'));
  }
});

test('line ends, a byte order mark and blank lines do not matter; an empty body is allowed', () => {
  const text = '\uFEFF\r\n---\r\ncron: 0 9 * * *\r\nname: x\r\n---\r\n\r\nDo it.\r\nTwice.\r\n';
  assert.equal((definition(text).fields['payload'] as { prompt: string }).prompt, 'Do it.\r\nTwice.');
  assert.ok(!('prompt' in (definition('---\ncron: 0 9 * * *\n---\n').fields['payload'] as object)));
});

test('a file is nothing but data: no fence of code, a clock is a text, a number may be a name', () => {
  assert.match(problem('---js\n{ cron: process.exit() }\n---\n'), /^1: The file needs front matter/);
  assert.equal(definition(headed('cron: 0 9 * * *', 'name: 12:30')).id, 'schedule:12:30');
  assert.equal(definition(headed('cron: 0 9 * * *', 'name: 0007')).id, 'schedule:0007');
});

test('a disabled file is a paused entry', () => {
  const { enabled, fields, firstSlot } = definition(headed('cron: 0 9 * * *', 'enabled: false'));
  assert.equal(enabled, false);
  assert.equal((fields['repeat'] as { enabled: boolean }).enabled, false);
  assert.equal(firstSlot(SINCE), undefined);
});

test('what is wrong with a file is said with its line', () => {
  const cases: readonly (readonly [text: string, answer: RegExp])[] = [
    ['', /^1: The file needs front matter/],
    ['Just a note.', /^1: The file needs front matter/],
    ['---\ncron: 0 9 * * *\n', /^1: The file needs front matter/],
    ['---\n---\n', /^2: .*needs a line such as/],
    [headed('name: x'), /^2: The front matter needs a cron/],
    [headed('- cron'), /^2: .*needs a line such as/],
    [headed('name: x', 'cron: 0 9 * *'), /^3: /],
    [headed('name: x', 'cron: 0 0 31 2 *'), /^3: /],
    [headed('name: x', 'cron: "* * * * *'), /^\d: The front matter is not YAML/],
    [headed('name: x', 'cron: */5 * * * *'), /^3: .*in quotes/],
    [headed('name: x', 'cron: @daily'), /^3: .*in quotes/],
    [headed('cron: 0 9 * * *', 'cron: 0 8 * * *'), /^3: The front matter is not YAML/],
    [headed('cron: 0 9 * * *', '', 'tz: Mars/Base'), /^4: There is no time zone "Mars\/Base"/],
    [headed('cron: 0 9 * * *', 'enabled: no'), /^3: The enabled must be true or false/],
    [headed('cron: 0 9 * * *', 'mode: loud'), /^3: The mode must be one of fresh, callback/],
    [headed('cron: 0 9 * * *', 'expires: soon'), /^3: The expires must be an ISO time/],
    [headed('cron: 0 9 * * *', 'agent: [claude]'), /^3: The agent must be one plain value/],
    [headed('cron: 5'), /^2: The cron must be a text/],
    [headed('every: 1 month'), /^2: Months and years/],
    [headed('every: often'), /^2: "often" is not an interval/],
    [headed('every: 30m', 'cron: 0 9 * * *'), /^3: A repeat has either cron or every/],
    [headed('cron: 0 9 * * *', `name: ${'x'.repeat(101)}`), /^3: The name must be/],
    [headed('cron: 0 9 * * *', 'name: "a\\nb"'), /^3: The name must be/],
    [headed('cron: 0 9 * * *', `x: ${'['.repeat(15_000)}`), /^\d+: The front matter/],
    [headed('cron: 0 9 * * *', `x: ${'y'.repeat(20_000)}`), /^2: .*longer than 16 KiB/],
  ];
  for (const [text, answer] of cases) {
    assert.match(problem(text), answer, text.slice(0, 80));
  }
});

test('two enabled files of one name are a problem for both, a disabled one beside them is none', () => {
  const one = read(headed('cron: 0 9 * * *', 'name: same'), 's/a.md');
  const two = read(headed('name: same', 'cron: 0 8 * * *'), 's/b.md');
  const off = read(headed('cron: 0 7 * * *', 'name: same', 'enabled: false'), 's/c.md');
  const other = read(headed('cron: 0 7 * * *'), 's/d.md');
  const both = rejectDuplicateNames([one, two, off, other]);
  assert.deepEqual(
    both.definitions.map(({ id }) => id),
    ['schedule:d'],
  );
  assert.deepEqual(
    both.problems.map(({ file, line, text }) => [file, line, text.includes(file === 's/a.md' ? 's/b.md' : 's/a.md')]),
    [
      ['s/a.md', 3, true],
      ['s/b.md', 2, true],
    ],
  );
  assert.deepEqual(
    rejectDuplicateNames([off, two]).definitions.map(({ file }) => file),
    ['s/b.md'],
  );
});

test('a file may bound its runs', () => {
  const { fields } = definition(headed('cron: 0 9 * * *', 'max_runs: 2', 'max_minutes: 20', 'max_usd: 2.5'));
  assert.deepEqual((fields['payload'] as { budget: unknown }).budget, { runs: 2, minutes: 20, usd: 2.5 });
  for (const [line, words] of [
    ['max_runs: 0', /^3: The max_runs must be a whole number from 1/],
    ['max_minutes: "20"', /^3: The max_minutes must be a number/],
    ['max_usd: 0', /US dollars/],
    ['max_turns: 1.5', /whole number/],
  ] as const) {
    assert.match(problem(headed('cron: 0 9 * * *', line)), words);
  }
});
