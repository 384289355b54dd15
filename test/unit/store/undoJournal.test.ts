import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { instant } from '../../../src/core/basics/time.ts';
import { openUndoJournal, type ActToNote, type NotedAct, type NotedChange } from '../../../src/store/undoJournal.ts';
import { isWindows } from '../../support/systems.ts';

const root = mkdtempSync(join(tmpdir(), 'defer-undo-'));
after(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
const newHome = (): string => join(root, String((count += 1)));
const act = (id: string, more: Partial<NotedChange> = {}): Omit<NotedChange, 'key'> => ({
  ...{
    kind: 'change',
    id,
    at: instant(1000),
    before: { due_at: null },
    after: { due_at: 'x' },
    carried: {},
    events: [],
  },
  ...more,
});
const idsOf = (acts: readonly NotedAct[]): readonly string[] =>
  acts.map(one => (one.kind === 'change' ? one.id : one.kind));
const fileIn = (home: string): string => join(home, 'undo', readdirSync(join(home, 'undo'))[0] ?? '');

test('acts are kept for each schedule, the newest first, until they are undone', async () => {
  const journal = openUndoJournal(newHome());
  await journal.note('/a', act('one'));
  await journal.note('/b', act('other'));
  await journal.note(
    '/a',
    act('two', { batch: 'b', events: [{ occ: 'once', gen: 0, token: '0', event: 'done', at: instant(5) }] }),
  );
  const acts = await journal.last('/a');
  assert.deepEqual(idsOf(acts), ['two', 'one']);
  assert.ok(acts[0]?.kind === 'change');
  assert.deepEqual(acts[0].events, [{ occ: 'once', gen: 0, token: '0', event: 'done', at: 5 }]);
  await journal.settle('/a', [acts[0].key]);
  assert.deepEqual(idsOf(await journal.last('/a')), ['one']);
  assert.deepEqual(idsOf(await journal.last('/b')), ['other']);
});

test('imports, archives and exports stand among the others, as they were noted', async () => {
  const journal = openUndoJournal(newHome());
  const at = instant(1000);
  const noted: readonly ActToNote[] = [
    { kind: 'import', at, count: 2, files: [{ file: '.sf/schedules/a.md', sha: 'f00' }] },
    { kind: 'archive', at, count: 3, files: ['.sf/archive/schedule_202611.jsonl'] },
    { kind: 'export', at, count: 1, files: [] },
  ];
  await journal.note('/a', act('one'));
  for (const one of noted) {
    await journal.note('/a', one);
  }
  const acts = await journal.last('/a');
  assert.deepEqual(idsOf(acts), ['export', 'archive', 'import', 'one']);
  assert.deepEqual(
    acts.slice(0, 3).map(({ key: _, ...one }) => one),
    noted.toReversed(),
  );
});

test('what an earlier version noted as not to be undone ends the list, and its acts count as changes', async () => {
  const home = newHome();
  const journal = openUndoJournal(home);
  await journal.note('/a', act('one'));
  const line = '"at":"2026-11-22T10:00:00.000Z","after":{},"carried":{},"events":[]}';
  appendFileSync(fileIn(home), `{"closed":true}\n{"key":"1","id":"two",${line}\n`);
  assert.deepEqual(idsOf(await journal.last('/a')), ['two']);
});

test('another process reads the same acts; nobody else may read them', async () => {
  const home = newHome();
  await openUndoJournal(home).note('/a', act('one'));
  assert.deepEqual(idsOf(await openUndoJournal(home).last('/a')), ['one']);
  assert.ok(isWindows || (statSync(fileIn(home)).mode & 0o777) === 0o600);
});

test('lines that cannot be read are passed over', async () => {
  const home = newHome();
  const journal = openUndoJournal(home);
  await journal.note('/a', act('one'));
  appendFileSync(fileIn(home), '{"id":"no key"}\nnot JSON\n[]\n{"undone":"all"}\n');
  await journal.note('/a', act('two'));
  assert.deepEqual(idsOf(await journal.last('/a')), ['two', 'one']);
});

test('a file that grew too long keeps the last acts', async () => {
  const home = newHome();
  const journal = openUndoJournal(home);
  for (let index = 0; index < 60; index += 1) {
    await journal.note('/a', act(`${index}`, { after: { payload: 'x'.repeat(30_000) } }));
  }
  assert.ok(statSync(fileIn(home)).size < 3 * 1024 * 1024);
  assert.deepEqual(
    idsOf(await journal.last('/a')).slice(0, 30),
    Array.from({ length: 30 }, (_, index) => `${59 - index}`),
  );
});

test('a link in its place is not written through', { skip: process.platform === 'win32' }, async () => {
  const home = newHome();
  const journal = openUndoJournal(home);
  await journal.note('/a', act('one'));
  const [path, target] = [fileIn(home), join(root, 'target')];
  writeFileSync(target, 'mine');
  rmSync(path);
  symlinkSync(target, path);
  await journal.note('/a', act('two'));
  assert.equal(readFileSync(target, 'utf8'), 'mine');
});
