import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../../scripts/project.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import { folderWith } from '../../../support/folder.ts';
import { openFakeEditor, type FakeEditor } from '../../../support/fakeEditor.ts';
import { activate, manifest } from '../../../support/openWindow.ts';
import { makePlace } from '../../../support/runnerPlace.ts';

const { createTerminalRunner } = await import('../../../../src/vscode/run/terminalLauncher.ts');

async function open(trusted = true): Promise<FakeEditor> {
  const editor = openFakeEditor({ folder: await folderWith(''), manifest, trusted });
  activate(editor.context as never);
  return editor;
}

test('the editor can ask for prompts and for files of results as soon as the extension is active', async () => {
  const editor = openFakeEditor({ folder: await folderWith(''), manifest });
  activate(editor.context as never);
  const providers = editor.live().filter(name => name === 'workspace.registerFileSystemProvider');
  assert.equal(providers.length, 2);
});

test('a page of an earlier session says what it is, before anything was asked for', async () => {
  const editor = await open();
  assert.match((await editor.page('defer', 'Defer List')) ?? '', /from an earlier session/);
  await editor.run('defer.list');
  assert.equal(await editor.page('defer', 'Defer List'), 'Nothing is scheduled here.');
});

test('in Restricted Mode no conversations are read for a verb either', async () => {
  const editor = await open(false);
  await editor.run('defer.conversations');
  assert.match(editor.said.join(''), /In Restricted Mode conversations are not read/);
});

test('a window in which nobody knows whose home it is does not start, and says why', () => {
  const home = process.env['HOME'];
  const editor = openFakeEditor({ folder: '/work', manifest });
  try {
    for (const wrong of ['', 'home']) {
      process.env['HOME'] = wrong;
      assert.throws(() => activate(editor.context as never), /HOME is (?:empty|not an absolute path)/);
    }
  } finally {
    process.env['HOME'] = home;
  }
});

test('what is handed off calls the command line of this extension, whoever published it', async () => {
  const editor = await open();
  editor.picks.push('cron');
  await editor.run('defer.handoff');
  assert.ok(editor.shown.join('').includes(join(root, 'dist', 'cli.js')));
});

test('runs that go on at once are tasks apart; one whose task has ended gives its number to the next', async () => {
  const editor = openFakeEditor({ folder: '/work', manifest });
  const place = makePlace();
  const path = process.env['PATH'];
  process.env['PATH'] = place.bin;
  try {
    mkdirSync(join(place.home, '.sf'), { recursive: true });
    place.fakeAgent('claude');
    const model = { clock: place.clock, schedules: [{ ledger: place.ledger }] };
    const parts = { notices: { expect: () => undefined }, terminals: { closeEarlier: () => undefined } };
    const { launcher, approvals } = createTerminalRunner(model as never, parts as never, 'cli.js');
    for (const unattended of [false, true, false]) {
      const id = await place.add({ due_at: new Date(place.clock.now() + MINUTE).toISOString() });
      const entry = await place.entry(id);
      const seen = await approvals.look(place.ledger, entry);
      assert.ok(!isRefusal(seen));
      assert.equal(await approvals.allow(place.ledger, entry, seen.hash), undefined);
      place.clock.ahead += 2 * MINUTE;
      const plan = await launcher.plan(place.ledger, entry, { again: false, unattended });
      const started = isRefusal(plan) ? plan : await launcher.start(place.ledger, plan);
      assert.ok(!isRefusal(started), JSON.stringify(started));
      if (unattended) {
        editor.fire('tasks.onDidEndTask', { execution: editor.tasks[0] });
      }
    }
    assert.deepEqual(
      editor.tasks.map(task => task['definition']),
      // The manifest declares no such type: the editor would offer to run what it knows once more.
      [0, 1, 0].map(lane => ({ type: 'defer-run', lane })),
    );
    assert.deepEqual(
      editor.tasks.map(task => (task['presentationOptions'] as Record<string, unknown>)['reveal']),
      [1, 3, 1],
    );
  } finally {
    process.env['PATH'] = path;
    place.remove();
  }
});
