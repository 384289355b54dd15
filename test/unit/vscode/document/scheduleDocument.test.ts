import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import type { ScheduleModel } from '../../../../src/vscode/model/scheduleModel.ts';
import { openFakeEditor, standInForVscode, type FakeEditor } from '../../../support/fakeEditor.ts';
import { createWorld } from '../../../support/world.ts';

standInForVscode();
const { watchDocuments } = await import('../../../../src/vscode/document/scheduleDocument.ts');
const { seeHistory } = await import('../../../../src/vscode/history/historyRows.ts');
const vscode = await import('vscode');

interface Lens {
  readonly range: { readonly line: number };
  readonly command: { readonly title: string };
}

/** A schedule of these rows, with all that its model tells of it. */
async function modelOf(rows: readonly object[]): Promise<ScheduleModel> {
  const world = createWorld({ text: rows.map(row => JSON.stringify(row)).join('\n') });
  const { ledger } = world.project;
  await ledger.look();
  const folder = { name: 'project', uri: vscode.Uri.file('/folder') };
  const schedule = { folder, ledger, fault: undefined };
  const alive = (): boolean => true;
  return {
    ...{ schedules: [schedule], view: viewAt(world.clock.now(), 'UTC', alive), now: world.clock.now(), alive },
    readAll: async () => [{ schedule: ledger.schedule, tag: schedule }],
    markOf: () => '',
    onDidChange: () => ({ dispose: () => undefined }),
  } as unknown as ScheduleModel;
}

/** The schedule file, as a text that is open. */
const documentOf = (rows: readonly object[]): unknown => ({
  uri: vscode.Uri.file('/folder/.sf/schedule.jsonl'),
  lineCount: rows.length,
  isDirty: false,
  lineAt: (line: number) => ({ text: JSON.stringify(rows[line]) }),
});

const registered = <Provider>(editor: FakeEditor, name: string): Provider =>
  editor.registered.get(`languages.${name}`)?.[1] as Provider;

const due = { due_at: '2026-11-23T09:00:00Z' };
const occ = due.due_at;
const run = { occ, gen: 0, token: 'a'.repeat(32), agent: 'claude', pid: 1, machine: 'm' };

test('over a line of the file stands what can be done with its entry, as in the tree', async () => {
  const rows = [
    { id: 'tea', title: 'Tea', ...due },
    { id: 'queue', title: 'Queue', kind: 'prompt', payload: { prompt: 'Go.', agent: 'claude' }, ...due },
    { id: 'new', title: 'New', status: 'proposed', ...due },
    { id: 'going', title: 'Going', kind: 'prompt', payload: { prompt: 'Go.', agent: 'claude' }, ...due },
    { id: 'going', run: { ...run, event: 'started', at: '2026-11-23T09:30:00Z' } },
  ];
  const editor = openFakeEditor({ folder: '/folder', manifest: {} });
  watchDocuments(await modelOf(rows));
  const { provideCodeLenses } = registered<{ provideCodeLenses(document: unknown): readonly Lens[] }>(
    editor,
    'registerCodeLensProvider',
  );
  const lenses = provideCodeLenses(documentOf(rows));
  const at = (line: number): readonly string[] =>
    lenses
      .filter(({ range }) => range.line === line)
      .map(({ command }) => command.title)
      .slice(1);
  assert.deepEqual([0, 1, 2, 4].map(at), [
    ['Snooze', 'Done'],
    ['Run', 'Snooze', 'Done'],
    ['Accept', 'Reject'],
    ['Stop'],
  ]);
});

test('where the pointer rests on what stayed of an archived entry, it says so', async () => {
  const rows = [{ id: 'gone', status: 'done' }];
  const editor = openFakeEditor({ folder: '/folder', manifest: {} });
  watchDocuments(await modelOf(rows));
  const { provideHover } = registered<{
    provideHover(
      document: unknown,
      at: { readonly line: number },
    ): Promise<{ readonly contents: readonly { readonly value: string }[] }>;
  }>(editor, 'registerHoverProvider');
  const { contents } = await provideHover(documentOf(rows), { line: 0 });
  assert.match(contents.map(({ value }) => value).join('\n'), /^Archived: done/m);
});

test('History offers Retry only for runs that did not end well', async () => {
  const entry = (id: string): object => ({ id, title: id, kind: 'prompt', payload: { prompt: 'Go.' }, ...due });
  const ended = (id: string, exit: number): object => ({
    id,
    run: { ...run, event: 'ended', token: id.repeat(8), at: '2026-11-23T09:31:00Z', exit_code: exit },
  });
  openFakeEditor({ folder: '/folder', manifest: {} });
  const { rows } = await seeHistory(await modelOf([entry('well'), ended('well', 0), entry('fail'), ended('fail', 1)]));
  const words = new Map(
    rows.flatMap(({ children }) => children.map(({ id, item }) => [id, String(item.contextValue).split(' ')])),
  );
  assert.deepEqual(
    ['well', 'fail'].map(id => words.get(id)?.includes('again')),
    [false, true],
  );
});

/** A window with an open schedule file that has a problem on its second line. */
async function withProblem() {
  const rows = [{ id: 'tea', title: 'Tea', ...due }, { title: 'No id' }];
  const document = { uri: vscode.Uri.file('/folder/.sf/schedule.jsonl'), isDirty: false, lineCount: rows.length };
  const lines = (first: number): void =>
    void Object.assign(document, { lineAt: (line: number) => ({ range: first + line }) });
  lines(1);
  const editor = openFakeEditor({ folder: '/folder', manifest: {}, documents: [document] });
  let draw = (): void => undefined;
  const model = Object.assign(await modelOf(rows), {
    onDidChange: (listener: () => void) => {
      draw = listener;
      return { dispose: () => undefined };
    },
  });
  watchDocuments(model);
  const shown = (): readonly unknown[] | undefined =>
    editor.problems.get(String(document.uri))?.map(problem => (problem as { readonly range: unknown }).range);
  return { document, lines, model, shown, draw: () => draw() };
}

test('problems stay where the editor has them while the text is not saved', async () => {
  const { document, lines, shown, draw } = await withProblem();
  assert.deepEqual(shown(), [2]);
  document.isDirty = true;
  lines(11);
  draw();
  assert.deepEqual(shown(), [2]);
  document.isDirty = false;
  draw();
  assert.deepEqual(shown(), [12]);
});

test('the problems of a folder that left the window go', async () => {
  const { model, shown, draw } = await withProblem();
  Object.assign(model, { schedules: [] });
  draw();
  assert.equal(shown(), undefined);
});
