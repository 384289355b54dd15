import assert from 'node:assert/strict';
import { mkdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isTombstone, toEntry } from '../../../../src/core/entry/entry.ts';
import { isRefusal, type Refusal } from '../../../../src/core/basics/refusal.ts';
import type { EntryState } from '../../../../src/core/fold/entryState.ts';
import { DAY, HOUR, toIso, type Instant } from '../../../../src/core/basics/time.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { FolderFiles } from '../../../../src/store/files/folderFiles.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { emptyFolder, folderWith } from '../../../support/folder.ts';
import { at } from '../../../support/world.ts';
import { withLinks } from '../../../support/systems.ts';

const THEN = at('2025-11-23T10:00:00Z');
const DAILY = '---\ncron: 0 9 * * *\n---\nWrite it.\n';

/** A folder with schedule files, each last changed at `changed`. */
async function shelf(files: Readonly<Record<string, string>>, changed = THEN, rows = ''): Promise<string> {
  const folder = await folderWith(rows);
  await mkdir(join(folder, '.sf/schedules'));
  await Promise.all(Object.entries(files).map(([name, text]) => put(folder, name, text, changed)));
  return folder;
}

async function put(folder: string, name: string, text: string, changed = THEN): Promise<void> {
  const path = join(folder, '.sf/schedules', name);
  await writeFile(path, text);
  await utimes(path, changed / 1000, changed / 1000);
}

const ledgerOf = (folder: string): Ledger =>
  new Ledger({ scope: 'project', folder }, new FileLog(folder), '9f3a1c', endLinked, new FolderFiles(folder));

const titles = (ledger: Ledger): readonly string[] => ledger.schedule.open.map(state => toEntry(state).title);

async function act(ledger: Ledger, id: string, now: Instant, set: Readonly<Record<string, unknown>>): Promise<void> {
  const after = await ledger.act(id, now, () => ({ set: { ...set, updated_at: toIso(now) } }));
  assert.ok(!isRefusal(after));
}

test('50 schedule files, two of them broken: 48 entries, 2 problems, and the rows beside them as they were', async () => {
  const files = Object.fromEntries(Array.from({ length: 48 }, (_, n) => [`s${String(n).padStart(2, '0')}.md`, DAILY]));
  const folder = await shelf(
    { ...files, 'bad.md': '---\nname: x\ncron: 99 9 * * *\n---\n', 'worse.md': 'A note.' },
    THEN,
    '{"id":"a","due_at":"2025-11-23T09:00:00Z","payload":{"message":"A row"}}\n',
  );
  const ledger = ledgerOf(folder);
  await ledger.look();
  assert.equal(ledger.schedule.open.length, 49);
  assert.equal(titles(ledger)[0], 'A row');
  assert.deepEqual(
    ledger.problems(THEN).map(({ file, line, class: name }) => [file, line, name]),
    [
      ['.sf/schedules/bad.md', 3, 'schedule file'],
      ['.sf/schedules/worse.md', 1, 'schedule file'],
    ],
  );
});

test('without a row an entry is due at its first slot after the file was changed', async () => {
  const ledger = ledgerOf(await shelf({ 'report.md': DAILY }));
  const state = (await ledger.look()).get('schedule:report');
  assert.ok(state);
  const { dueAt, createdBy, file, isOpen, prompt } = toEntry(state);
  assert.equal(dueAt, at('2025-11-24T09:00:00Z'));
  assert.deepEqual([createdBy, file, isOpen], ['file:.sf/schedules/report.md', '.sf/schedules/report.md', true]);
  assert.equal(prompt, 'Write it.');
});

test('an act writes a row of the entry, whole but for the prompt, and its due time holds', async () => {
  const folder = await shelf({ 'report.md': DAILY });
  const ledger = ledgerOf(folder);
  await act(ledger, 'schedule:report', at('2025-11-24T10:00:00Z'), { due_at: '2025-11-25T09:00:00.000Z' });
  const bare = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
  const row = (await bare.look()).get('schedule:report')?.fields();
  assert.deepEqual(row?.['payload'], { message: 'report', session: 'schedule:report' });
  assert.deepEqual([row?.['kind'], row?.['status']], ['prompt', 'pending']);
  assert.equal((row?.['repeat'] as { cron: string }).cron, '0 9 * * *');
  const after = (await ledgerOf(folder).look()).get('schedule:report');
  assert.ok(after);
  assert.equal(toEntry(after).dueAt, at('2025-11-25T09:00:00Z'));
  assert.equal(toEntry(after).prompt, 'Write it.');
});

test('a prompt longer than a row can be acted on', async () => {
  const ledger = ledgerOf(await shelf({ 'long.md': `---\nevery: 1h\n---\n${'x'.repeat(255 * 1024)}` }));
  await act(ledger, 'schedule:long', THEN, { due_at: '2025-11-25T09:00:00.000Z' });
  assert.equal(ledger.schedule.get('schedule:long')?.due, at('2025-11-25T09:00:00Z'));
});

test('what the file says goes before the rows, live as it changes', async () => {
  const folder = await shelf({ 'report.md': DAILY });
  const ledger = ledgerOf(folder);
  await act(ledger, 'schedule:report', at('2025-11-24T10:00:00Z'), { due_at: '2025-11-25T09:00:00.000Z' });
  await put(folder, 'report.md', '---\ncron: 0 9 * * *\nagent: codex\n---\nAnother.\n', at('2025-11-24T11:00:00Z'));
  await ledger.look();
  const state = ledger.schedule.get('schedule:report');
  assert.ok(state);
  const { agent, prompt, dueAt } = toEntry(state);
  assert.deepEqual([agent, prompt, dueAt], ['codex', 'Another.', at('2025-11-25T09:00:00Z')]);
});

test('a changed rule begins afresh after the change, also for an entry that had ended or failed', async () => {
  for (const status of ['pending', 'done', 'failed']) {
    const folder = await shelf({ 'report.md': DAILY });
    const ledger = ledgerOf(folder);
    await act(ledger, 'schedule:report', at('2025-11-24T10:00:00Z'), {
      status,
      due_at: '2025-11-25T09:00:00.000Z',
      original_due_at: '2025-11-24T09:00:00.000Z',
      attempts: 2,
    });
    await put(folder, 'report.md', '---\ncron: 0 17 * * *\n---\n', at('2025-11-24T11:00:00Z'));
    const state = (await ledger.look()).get('schedule:report');
    assert.ok(state);
    const { dueAt, originalDueAt, attempts, isOpen, status: now } = toEntry(state);
    assert.deepEqual(
      [dueAt, originalDueAt, attempts, isOpen, now],
      [at('2025-11-24T17:00:00Z'), undefined, 0, true, 'pending'],
    );
    await act(ledger, 'schedule:report', at('2025-11-24T12:00:00Z'), {});
    const rows = (await new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked).look())
      .get('schedule:report')
      ?.fields();
    assert.deepEqual(
      [rows?.['status'], rows?.['due_at'], rows?.['attempts']],
      ['pending', '2025-11-24T17:00:00.000Z', undefined],
    );
  }
});

test('a deleted file takes its entry along, and its rows stay as history; a file that comes back finds them', async () => {
  const folder = await shelf({ 'report.md': DAILY });
  const ledger = ledgerOf(folder);
  await act(ledger, 'schedule:report', at('2025-11-24T10:00:00Z'), { due_at: '2025-11-25T09:00:00.000Z' });
  await rm(join(folder, '.sf/schedules/report.md'));
  for (const looked of [ledger, ledgerOf(folder)]) {
    const schedule = await looked.look();
    assert.equal(schedule.open.length, 0);
    const state = schedule.get('schedule:report');
    assert.ok(state && isTombstone(toEntry(state)));
  }
  await put(folder, 'report.md', DAILY);
  assert.equal((await ledger.look()).open[0]?.due, at('2025-11-25T09:00:00Z'));
});

test('an entry of rows that only looks like one of a file stays an entry', async () => {
  const folder = await shelf({}, THEN, '{"id":"schedule:mine","due_at":"2025-11-23T09:00:00Z","created_by":"user"}\n');
  assert.equal((await ledgerOf(folder).look()).open.length, 1);
});

test('a file that was not changed is not read again; one that is new, changed or renamed is seen', async () => {
  const folder = await shelf({ 'a.md': DAILY });
  const files = new FolderFiles(folder);
  const first = await files.look();
  assert.equal(await files.look(), first);
  await put(folder, 'b.md', DAILY);
  const second = await files.look();
  assert.equal(second.definitions.length, 2);
  assert.equal(second.definitions[0], first.definitions[0]);
  await put(folder, 'a.md', DAILY.replace('9', '8'));
  assert.notEqual((await files.look()).definitions[0], first.definitions[0]);
});

test(
  'only files that are their own are read: no link out, no other folder, no bytes that are no text',
  withLinks,
  async () => {
    const folder = await shelf({ 'good.md': DAILY, 'notes.txt': DAILY, 'long.md': 'x'.repeat(300 * 1024) });
    const outside = await emptyFolder();
    const schedules = join(folder, '.sf/schedules');
    await writeFile(join(outside, 'secret.md'), DAILY);
    await symlink(join(outside, 'secret.md'), join(schedules, 'link.md'));
    await symlink('good.md', join(schedules, 'twin.md'));
    await mkdir(join(schedules, 'folder.md'));
    await writeFile(join(schedules, 'folder.md', 'inner.md'), DAILY);
    await writeFile(join(schedules, 'bytes.md'), Buffer.from([0x2d, 0xff, 0xfe]));
    const { definitions, problems } = await new FolderFiles(folder).look();
    assert.deepEqual(
      definitions.map(({ id }) => id),
      ['schedule:good', 'schedule:twin'],
    );
    assert.deepEqual(
      problems.map(({ file, text }) => [file, /link|longer|UTF-8/.exec(text)?.[0]]),
      [
        ['.sf/schedules/bytes.md', 'UTF-8'],
        ['.sf/schedules/link.md', 'link'],
        ['.sf/schedules/long.md', 'longer'],
      ],
    );
  },
);

test('a schedule folder that leads out of the workspace is a problem and is not read', withLinks, async () => {
  const folder = await folderWith('');
  const outside = await emptyFolder();
  await writeFile(join(outside, 'a.md'), DAILY);
  await symlink(outside, join(folder, '.sf/schedules'));
  const { definitions, problems } = await new FolderFiles(folder).look();
  assert.deepEqual([definitions.length, problems.length], [0, 1]);
  assert.match(problems[0]?.text ?? '', /leads out of the workspace folder/);
  const above = await new FolderFiles(folder, { schedules: () => '..' }).look();
  assert.match(above.problems[0]?.text ?? '', /leads out of the workspace folder/);
});

const switched = (ledger: Ledger, id: string, enabled: boolean): Promise<EntryState | Refusal> =>
  ledger.act(id, THEN, () => ({ set: { updated_at: toIso(THEN) }, enabled }));

test('pausing is written into the file, and resuming goes on with the next slot after it', async () => {
  const text = '---\n# mornings\ncron: 0 9 * * *\n---\nWrite it.\n';
  const folder = await shelf({ 'report.md': text });
  const ledger = ledgerOf(folder);
  const path = join(folder, '.sf/schedules/report.md');
  const paused = await switched(ledger, 'schedule:report', false);
  assert.ok(!isRefusal(paused));
  assert.equal(await readFile(path, 'utf8'), text.replace('* *\n---', '* *\nenabled: false\n---'));
  assert.deepEqual([paused.isOpen, paused.isPaused, Number.isFinite(paused.due)], [true, true, false]);
  const resumed = await switched(ledger, 'schedule:report', true);
  assert.ok(!isRefusal(resumed));
  assert.equal(await readFile(path, 'utf8'), text.replace('* *\n---', '* *\nenabled: true\n---'));
  assert.equal(resumed.isPaused, false);
  assert.ok(resumed.due > (await stat(path)).mtimeMs);
  assert.equal(resumed.due % DAY, 9 * HOUR);
});

test('a file that is switched on by hand goes on with the next slot after that', async () => {
  const folder = await shelf({ 'report.md': DAILY });
  const ledger = ledgerOf(folder);
  await switched(ledger, 'schedule:report', false);
  await put(folder, 'report.md', DAILY, at('2025-12-05T12:00:00Z'));
  assert.equal((await ledger.look()).get('schedule:report')?.due, at('2025-12-06T09:00:00Z'));
});
