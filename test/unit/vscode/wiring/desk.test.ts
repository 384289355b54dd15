import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import { folderWith } from '../../../support/folder.ts';
import { openFakeEditor, standInForVscode, type FakeEditor } from '../../../support/fakeEditor.ts';
import '../../../support/home.ts';
import { makePlace } from '../../../support/runnerPlace.ts';

standInForVscode();
const { activate } = await import('../../../../src/extension.ts');
const { createTerminalRunner } = await import('../../../../src/vscode/run/terminalLauncher.ts');

const manifest: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'package.json'), 'utf8'),
);

async function open(trusted = true): Promise<FakeEditor> {
  const editor = openFakeEditor({ folder: await folderWith(''), manifest, trusted });
  activate(editor.context as never);
  return editor;
}

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
  assert.match(editor.shown.join(''), /\/extensions\/someone\.defer\/dist\/cli\.js/);
});

test('the terminal of a run that nobody watches is closed at its end, and that of any other stays', async () => {
  const editor = openFakeEditor({ folder: '/work', manifest });
  const place = makePlace();
  const path = process.env['PATH'];
  process.env['PATH'] = place.bin;
  try {
    mkdirSync(join(place.home, '.sf'), { recursive: true });
    place.fakeAgent('claude');
    const model = { clock: place.clock, schedules: [{ ledger: place.ledger }] };
    const { launcher, approvals } = createTerminalRunner(
      model as never,
      { expect: () => undefined } as never,
      'cli.js',
    );
    for (const unattended of [false, true]) {
      const id = await place.add({ due_at: new Date(place.clock.now() + MINUTE).toISOString() });
      const entry = await place.entry(id);
      const seen = await approvals.look(place.ledger, entry);
      assert.ok(!isRefusal(seen));
      assert.equal(await approvals.allow(place.ledger, entry, seen.hash), undefined);
      place.clock.ahead += 2 * MINUTE;
      const plan = await launcher.plan(place.ledger, entry, { again: false, unattended });
      const started = isRefusal(plan) ? plan : await launcher.start(place.ledger, plan);
      assert.ok(!isRefusal(started), JSON.stringify(started));
    }
    const how = editor.tasks.map(task => task['presentationOptions'] as Record<string, unknown>);
    assert.deepEqual(
      how.map(({ close, panel }) => [close, panel]),
      [
        [false, 2],
        [true, 2],
      ],
    );
  } finally {
    process.env['PATH'] = path;
    place.remove();
  }
});
