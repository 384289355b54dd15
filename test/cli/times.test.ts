import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect } from './mcpClient.ts';
import { openShell } from './shell.ts';

const NOW = ['--now', '2026-11-19T20:00:00Z', '--tz', 'UTC'];

const shell = openShell();
after(() => shell.remove());

/** What a library says, or a name that the build cut short: `js Validation error, duplicate values found: 0`. */
const LIBRARY =
  /Validation error|Invalid|Constraint|duplicate values|expected range|Map keys|Nested mappings|Implicit|YAMLParseError|\bat line \d+, column|\b[a-z]{1,2}\.[a-z]{1,2}\b|is not a function/;

/** Lines that cron-parser refuses, those that it takes wrongly, and those that other programs take. */
const LINES = [
  '0 9 * * 8',
  '60 * * * *',
  '0 0 31 2 *',
  '0 9 15W * *',
  '0 9 * * MON#1,FRI#2',
  'H * * * *',
  '0 9 1-0 * *',
  '@reboot',
];

test('the same days, however they are listed', async () => {
  const next = (rule: string): Promise<string[]> => shell.json<string[]>(...NOW, 'next', '--count', '20', '--', rule);
  const sundays = await next('0 9 * * 0');
  assert.equal(sundays.length, 20);
  for (const rule of ['0 9 * * 0,7', '0 9 * * 7', '0 9 * * SUN,0,7', 'every sunday at 9', 'At 09:00, only on Sunday']) {
    assert.deepEqual(await next(rule), sundays, rule);
  }
  assert.deepEqual(await next('0 9 * * FRI-MON'), await next('0 9 * * 5-7,0-1'));
});

test('what is printed for a rule can be given back', async () => {
  for (const rule of [
    '*/15 * * * *',
    '*/7 * * * *',
    '0 9 * * 1-5',
    '0 9 13 * 5',
    '0 9 L * *',
    '30 8-18/2 * * MON-FRI',
  ]) {
    const told = await shell.defer(...NOW, 'next', rule);
    assert.equal(told.code, 0, told.err);
    const [words = ''] = told.out.split('\n');
    const again = await shell.defer(...NOW, 'next', '--', words);
    assert.equal(again.out, told.out, words);
  }
});

test('no text of a library reaches a person or an agent: command line, schedule files, MCP', async () => {
  const said: string[] = [];
  for (const line of LINES) {
    const { code, out, err } = await shell.defer(...NOW, 'next', '--', line);
    assert.notEqual(code, 0, line);
    said.push(`${out}${err}`);
  }
  const folder = join(shell.project, '.sf', 'schedules');
  mkdirSync(folder, { recursive: true });
  for (const [index, head] of [
    ...LINES.map(line => `cron: "${line}"`),
    'cron: a: b',
    'cron: [',
    'x: 1\nx: 2',
    'cron: "\\q"',
  ].entries()) {
    writeFileSync(join(folder, `wrong${index}.md`), `---\n${head}\n---\nLook.\n`);
  }
  const doctor = await shell.defer(...NOW, 'doctor');
  said.push(`${doctor.out}${doctor.err}`);
  const { problems } = await shell.json<{ problems: number }>(...NOW, 'query');
  assert.equal(problems, LINES.length + 4);
  const mcp = await connect(shell);
  try {
    for (const line of LINES) {
      const next = await mcp.call('defer_next', { rule: line });
      const added = await mcp.call('defer_add', { message: 'Look', cron: line });
      assert.ok(next.isError && added.isError, line);
      said.push(next.text, added.text);
    }
  } finally {
    await mcp.close();
  }
  for (const text of said) {
    assert.ok(text.trim().length > 20, text);
    assert.doesNotMatch(text, LIBRARY);
  }
});

test('a hand-off that no clock keeps is refused with those near it', async () => {
  const { code, err } = await shell.defer('handoff', 'cron', '--minutes', '45');
  assert.equal(code, 1);
  assert.match(err, /45 minutes neither divide.* Use --minutes 30 or 60\./);
});

test('the last day of the month is one date, and every last day repeats', async () => {
  const once = await shell.json(...NOW, 'add', 'Pay the rent', '--when', 'last day of the month');
  assert.deepEqual([once['due_at'], once['repeats']], ['2026-11-30T09:00:00.000Z', null]);
  const again = await shell.json(...NOW, 'add', 'Pay the rent', '--when', 'every last day of the month');
  assert.equal(again['repeats'], 'At 09:00, on the last day of every month');
  const snoozed = await shell.json(...NOW, 'snooze', String(once['id']), 'last day of the month');
  assert.equal(snoozed['due_at'], '2026-11-30T09:00:00.000Z');
});
