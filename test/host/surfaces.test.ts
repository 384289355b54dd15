import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, minutesUntil, promptLine, type Workspace } from './harness/workspace.ts';

describe('the filter, dragging, and the schedule file itself', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const lines = [
      promptLine('Review the queue', -60, 'claude', 'Go on.'),
      entryLine('Read the figures', 30),
      entryLine('Move me', 60, { payload: { tags: ['beta'] } }),
      entryLine('Write the notes', 26 * 60),
      '["no entry"]',
    ];
    ({ window, workspace } = await useWindow({ lines, settings: { 'defer.notifications': 'badge' } }));
    await window.tree.row('Move me');
  });

  const labels = async (): Promise<readonly string[]> =>
    (await window.tree.rows())
      .filter(({ level, group }) => level > 1 && group !== 'Problems')
      .map(({ label }) => label);
  const shows = (...wanted: readonly string[]): Promise<unknown> =>
    waitFor(`only ${wanted.join()}`, labels, seen => seen.join() === wanted.join());

  const openFilter = async (): Promise<void> => {
    await window.runCommand('Defer: Filter…');
    // Until then the palette would take what is typed.
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Filter');
  };

  test('the tree is filtered while words are typed, and whole again after Clear Filter', async () => {
    await openFilter();
    await window.quickPick.type('@claude');
    await shows('Review the queue');
    await window.quickPick.type('#beta');
    await shows('Move me');
    await window.quickPick.accept();
    await window.quickPick.waitUntilClosed();
    await shows('Move me');
    await openFilter();
    await window.quickPick.type('nothing at all');
    await shows();
    await window.quickPick.escape();
    await shows('Move me');
    await window.runCommand('Defer: Clear Filter');
    await shows('Review the queue', 'Read the figures', 'Move me', 'Write the notes');
  });

  test('an entry that is dragged to another group is rescheduled, once its time was seen', async () => {
    const middleOf = async (label: string): Promise<readonly [number, number]> => {
      const box = await window.page.locator('.monaco-list-row', { hasText: label }).first().boundingBox();
      assert.ok(box);
      return [box.x + 80, box.y + box.height / 2];
    };
    const { mouse } = window.page;
    const [from, to] = [await middleOf('Move me'), await middleOf('Tomorrow')];
    await mouse.move(...from);
    await mouse.down();
    // The editor takes it for a drag, and a row for its goal, only while the pointer moves.
    await mouse.move(from[0] + 5, from[1] + 5, { steps: 5 });
    await mouse.move(...to, { steps: 15 });
    await mouse.move(to[0] + 2, to[1], { steps: 3 });
    await window.page.waitForTimeout(300);
    await mouse.up();
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Reschedule…');
    const [reading] = await waitFor(
      'the reading',
      () => window.quickPick.items(),
      items => items.length === 1,
    );
    assert.match(reading?.label ?? '', /09:00/);
    await window.quickPick.accept();
    const row = await workspace.lastRow('Move me', ({ due_at }) => minutesUntil(due_at) > 120);
    assert.equal(row.status, 'pending');
    await waitFor('it under Tomorrow', async () => (await window.tree.labelsIn('Tomorrow')).includes('Move me'));
  });

  test('the schedule file shows its problems, and over each latest row when it is due and what can be done', async () => {
    await window.runCommand('Defer: Open Schedule File');
    const lenses = window.page.locator('.editor-instance .codelens-decoration');
    const texts = await waitFor(
      'lenses',
      () => lenses.allTextContents(),
      seen => seen.some(text => /late · claude.*Run.*Snooze.*Done/.test(text)),
    );
    assert.equal(texts.filter(text => /Snooze/.test(text)).length, 4);
    assert.equal(texts.filter(text => /\bRun\b/.test(text)).length, 1);
    await waitFor('a problem', async () => (await window.page.locator('.squiggly-warning').count()) > 0);
    const late = lenses.filter({ hasText: 'late' });
    await late.locator('a', { hasText: 'Done' }).click();
    await workspace.lastRow('Review the queue', ({ status }) => status === 'done');
  });

  test('resting on a row tells what it is and when', async () => {
    const line = window.page.locator('.view-line', { hasText: 'Read the figures' }).first();
    const says = async (): Promise<boolean> =>
      /Read\sthe\sfigures.*Today:.*in\s\d+\smin/s.test(
        (await window.page.locator('.monaco-hover-content').allTextContents()).join('\n'),
      );
    // Asked for by keys, at the cursor: under a pointer the lines move while the lenses above them are drawn anew.
    const isSaid = async (): Promise<boolean> => {
      // The middle of a long line may lie outside of the editor, and a click there scrolls the text away.
      await line.click({ position: { x: 20, y: 8 } });
      await window.page.keyboard.press('Control+K');
      await window.page.keyboard.press('Control+I');
      // A busy machine takes its time to say it, and asking again begins anew.
      return waitFor('the words', says, Boolean, 5000).catch(() => false);
    };
    await waitFor('what is said of the row', isSaid);
  });
});
