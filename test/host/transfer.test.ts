import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import type { Workspace } from './harness/workspace.ts';

const schedule = `id: sched_01H8XGJWBWBAQ4Z4M8T8N9R5K1
agent: ops
schedule: { at: { at: "2026-01-30T16:00:00Z" } }
payload: { message: { message: "Look at the [build](command:x)" } }
created_at: "2026-01-30T15:00:00Z"
status: active
`;

describe('coming from another system, and going there', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const files = { '.duragent/schedules/one.yaml': schedule };
    ({ window, workspace } = await useWindow({ files, settings: { 'defer.notifications': 'off' } }));
  });

  const shows = (...patterns: readonly RegExp[]): Promise<unknown> =>
    waitFor(
      `a page with ${patterns.join(' and ')}`,
      () => window.editorText(),
      text => patterns.every(one => one.test(text)),
    );

  test('Import finds what is there, says how much, asks, and shows what it did', async () => {
    await window.runCommand('Defer: Import…');
    const item = await window.quickPick.item('duragent');
    assert.match(
      item.detail,
      /^Would be imported from duragent: 1 entry\. duragent still has this work too: .*both systems will run it\.$/,
    );
    await window.quickPick.choose('duragent');
    assert.match(
      await window.dialog.text(),
      /1 entry\. duragent still has this work too: .* Import that\?.*only reads there/s,
    );
    assert.deepEqual(workspace.rows(), [], 'nothing is written before it was asked');
    await window.dialog.press('Import');
    await shows(/Imported from duragent: 1 entry\./, /sched_01H8XGJWBWBAQ4Z4M8T8N9R5K1/);
    assert.equal(await window.activeTab(), 'Defer Import');
    assert.equal((await window.tree.row('Look at the [build](command:x)')).group, 'Overdue');
    assert.equal(workspace.rows().at(-1)?.created_by, 'import:duragent');
  });

  test('the second time there is nothing to ask about', async () => {
    const before = workspace.fingerprint();
    await window.runCommand('Defer: Import…');
    await window.quickPick.choose('duragent');
    await shows(/duragent/);
    assert.equal(await window.dialog.isOpen(), false);
    assert.deepEqual(workspace.fingerprint(), before);
  });

  test('Export asks where to save, and writes that file', async () => {
    const exported = async (form: string, name: string): Promise<string> => {
      await window.runCommand('Defer: Export…');
      await window.quickPick.choose(form);
      await waitFor('the question where', async () => ((await window.quickPick.text()) ?? '').endsWith(name));
      await window.quickPick.accept();
      const path = join(workspace.folder, name);
      await waitFor(`the file ${name}`, async () => existsSync(path) && readFileSync(path, 'utf8') !== '');
      return readFileSync(path, 'utf8');
    };
    assert.match(await exported('Markdown', 'schedule.md'), /# Deferred[^]*Look at the \\\[build\\\]\(command\\:x\)/);
    assert.match(await exported('agent-defer', 'agent-defer.jsonl'), /"type":"deferred_task"/);
  });
});
