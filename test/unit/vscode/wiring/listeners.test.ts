import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { beforeEach, test } from 'node:test';
import { folderWith, scheduleOf } from '../../../support/folder.ts';
import { openFakeEditor, type FakeEditor, type FakeOptions } from '../../../support/fakeEditor.ts';
import { activate, manifest } from '../../../support/openWindow.ts';

const OVERDUE = '{"id":"x","due_at":"2026-01-01T00:00:00Z","title":"Look"}\n';

let folder: string;
beforeEach(async () => {
  folder = await folderWith(OVERDUE);
});

const rest = (ms = 50): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await rest(20)) {
    assert.ok(Date.now() < end, 'waited in vain');
  }
}

/** The views of schedule, history and conversations; the last comes a moment after the first two. */
const hasAllViews = (editor: FakeEditor): boolean =>
  editor.live().filter(name => name === 'window.createTreeView').length === 3;

async function open(options: Partial<FakeOptions> = {}): Promise<FakeEditor> {
  const editor = openFakeEditor({ folder, manifest, ...options });
  activate(editor.context as never);
  await rest();
  return editor;
}

/** Closes a window, and waits for parts that were still loading: they end when they are there. */
async function close(editor: FakeEditor): Promise<void> {
  editor.close();
  for (const end = Date.now() + 10_000; editor.live().length > 0 && Date.now() < end;) {
    await rest(20);
  }
}

test('a window leaves no listener, timer or registration behind', async () => {
  const before = timers();
  const editor = await open();
  await editor.run('defer.refresh');
  assert.ok(editor.live().length > 40, 'it is all there');
  await close(editor);
  assert.deepEqual(editor.live(), []);
  assert.equal(timers(), before);
});

test('a window that nobody looked at, and that was to say what is overdue, leaves none either', async () => {
  const editor = await open({ focused: false });
  assert.ok(editor.live().includes('window.onDidChangeWindowState'));
  await close(editor);
  assert.deepEqual(editor.live(), []);
});

test('a window with every part of Defer in it leaves none either', async () => {
  const document = { uri: { scheme: 'file', toString: () => '' }, fileName: scheduleOf(folder) };
  const editor = await open({ settings: { autoRun: 'approved', notifications: 'banner' }, documents: [document] });
  await until(() => editor.live().some(name => name.includes('registerCodeLensProvider')) && hasAllViews(editor));
  await editor.run('defer.list');
  editor.fire('window.onDidChangeWindowState', { focused: true });
  await rest();
  await close(editor);
  assert.deepEqual(editor.live(), []);
});

for (const wait of [0, 5, 15]) {
  test(`a window that is closed ${wait} ms after its start, while its parts load, leaves none either`, async () => {
    const document = { uri: { scheme: 'file', toString: () => '' }, fileName: scheduleOf(folder) };
    const settings = { autoRun: 'approved', notifications: 'banner' };
    const editor = openFakeEditor({ folder, manifest, settings, documents: [document], focused: false });
    activate(editor.context as never);
    await rest(wait);
    await close(editor);
    // What was loading is there by now, and must not stay.
    await rest(300);
    assert.deepEqual(editor.live(), []);
  });
}

test('looks add nothing to what lives, however many there are', async () => {
  const editor = await open();
  await appendFile(scheduleOf(folder), '{"id":"torn');
  await editor.run('defer.refresh');
  await until(() => hasAllViews(editor));
  const [live, running] = [editor.live(), timers()];
  for (let look = 0; look < 100; look += 1) {
    await editor.run('defer.refresh');
    editor.fire('window.onDidChangeWindowState', { focused: true });
  }
  await rest();
  assert.deepEqual(editor.live(), live);
  // The last look may still be under way. A timer that it leaves behind is there for ever.
  await until(() => timers() <= running);
  await close(editor);
  assert.deepEqual(editor.live(), []);
});
