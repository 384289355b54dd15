import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { printable } from '../../src/render/text/clean.ts';
import { openShell } from './shell.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'import');
const shell = openShell();
after(() => shell.remove());

interface Report {
  readonly added: readonly unknown[];
  readonly files: readonly { readonly file: string }[];
  readonly already: readonly unknown[];
}

test('what is found is shown, imported by the name of its system, and the second time there is nothing to add', async () => {
  mkdirSync(join(shell.home, 'data'));
  cpSync(join(FIXTURES, 'agent-defer'), join(shell.home, 'data', 'runtime'), { recursive: true });
  const found = await shell.defer('import');
  assert.match(found.out, /^Found schedules of agent-defer\./);
  assert.match(found.err, /^agent-defer {2}\S+runtime$/m);
  const rehearsal = await shell.json<Report>('import', 'agent-defer', '--dry-run');
  assert.equal(rehearsal.added.length, 9);
  assert.ok(!existsSync(join(shell.project, '.sf')));
  const done = await shell.defer('import', 'agent-defer');
  assert.deepEqual(
    [done.code, done.out],
    [
      0,
      'Imported from agent-defer: 9 entries; 2 problems. agent-defer still has this work too: turn its cron job off, or both systems will run it.\n',
    ],
  );
  assert.match(done.err, /Not imported:\n {2}deferred\.jsonl line 5: /);
  const again = await shell.json<Report>('import', 'agent-defer');
  assert.deepEqual([again.added.length, again.already.length], [0, 9]);
  assert.equal((await shell.json<unknown[]>('list', '--all')).length, 9);
});

test('a task whose end is not known is not run a second time unless a person says so', async () => {
  const context = { summary: 'Go on' };
  const record = {
    id: 'lost',
    run_at: '2026-11-20T11:00:00Z',
    context,
    status: 'executing',
    started_at: '2026-11-20T11:00:01Z',
  };
  const path = join(shell.project, 'lost.jsonl');
  writeFileSync(path, `${JSON.stringify({ ...record, type: 'deferred_task', intent: 'resume_task' })}\n`);
  assert.equal((await shell.json<Report>('import', path)).added.length, 1);
  assert.match(
    (await shell.defer('run', 'lost', '--dry-run')).err,
    /could not see how a run of this entry ended.*--again/,
  );
});

test('a path alone is enough, also for schedule files', async () => {
  const { files } = await shell.json<Report>('import', join(FIXTURES, 'a3s'));
  assert.equal(files.length, 5);
  assert.match(shell.read('.sf/schedules/nightly-report.md'), /^cron: "0 9 \* \* SUN-THU"$/m);
});

test('an agent that Defer started imports nothing, and writes no file', async () => {
  shell.env['DEFER_RUN_ID'] = 'x';
  try {
    const path = join(shell.project, 'out.jsonl');
    for (const words of [
      ['import', join(FIXTURES, 'sf')],
      ['export', 'agent-defer', '--out', path],
    ]) {
      const { code, err } = await shell.defer(...words);
      assert.deepEqual([code, /Only a person/.test(err)], [1, true], words.join(' '));
    }
    assert.ok(!existsSync(path));
  } finally {
    delete shell.env['DEFER_RUN_ID'];
  }
});

test('records go to the standard output, and what stays behind beside it', async () => {
  const { code, out, err } = await shell.defer('export', 'agent-defer');
  assert.equal(code, 0);
  const records = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { readonly type: string });
  assert.ok(records.length > 3 && records.every(({ type }) => type === 'deferred_task'));
  assert.match(err, /job-1 was left out: it repeats\./);
  const path = join(shell.project, 'deferred.jsonl');
  assert.match((await shell.defer('export', 'agent-defer', '--out', 'deferred.jsonl')).out, /entries were exported/);
  assert.equal(readFileSync(path, 'utf8'), out);
  assert.equal((await shell.defer('export', 'agent-defer', '--out', 'deferred.jsonl')).code, 1);
  assert.equal((await shell.defer('export', 'cron')).code, 2);
});

test('a calendar ends every line with CR LF', async () => {
  const { out } = await shell.defer('list', '--ics');
  assert.match(out, /^BEGIN:VCALENDAR\r\n[\s\S]*\r\nEND:VCALENDAR\r\n$/);
  assert.ok(
    out
      .split('\n')
      .slice(0, -1)
      .every(line => line.endsWith('\r')),
  );
  assert.match((await shell.defer('list', '--markdown')).out, /^# Deferred\n/);
});

test('no text of the file acts on a terminal, and a note says which characters are codes', async t => {
  const title = 'Copy \u001B]52;c;aGk=\u0007 \u009B2J \u202E';
  const shell = openShell();
  t.after(() => shell.remove());
  await shell.json('add', 'Review', '--prompt', title, '--when', 'every weekday at 9');
  const printed = await shell.defer('export', 'vscode');
  assert.equal(printed.code, 0, printed.err);
  assert.match(printed.out, /^Copy \\u001b\]52;c;aGk=\\u0007 \\u009b2J \\u202e$/m);
  assert.match(printed.err, /are shown here as \\u codes\. --json has them/);
  const { files } = await shell.json<{ files: readonly { text: string }[] }>('export', 'vscode');
  assert.ok(files[0]?.text.includes(title), 'the text itself');
  await shell.json('add', 'Once', '--prompt', title, '--when', '2099-01-01T09:00:00Z');
  for (const words of [['export', 'agent-defer'], ['export', 'vscode', '--json'], ['query'], ['list', '--json']]) {
    const { out, code } = await shell.defer(...words);
    assert.ok(code === 0 && out.includes(String.raw`\u009b2J`), words.join(' '));
    assert.equal(printable(out), out, words.join(' '));
  }
});
