import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { openEditor } from './harness/editor.ts';
import { walkPalette } from './harness/surfaces/palette.ts';
import { useWindow } from './harness/sharedWindow.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, promptLine } from './harness/workspace.ts';

// What it offers without entries, without a folder and in Restricted Mode is tried in firstUse and restricted.
describe('the palette, where there are entries', () => {
  let window: EditorWindow;
  before(async () => {
    const lines = [
      promptLine('Overdue', -60, 'claude', 'Go.'),
      entryLine('Soon', 60),
      entryLine('Closed', -400, { status: 'done' }),
    ];
    // Makes Defer forget the acts of other test files, so that there is nothing to undo.
    rmSync(join((await openEditor()).home, '.sf', 'defer', 'undo'), { recursive: true, force: true });
    ({ window } = await useWindow({ lines }));
    await window.tree.row('Overdue');
  });

  test('offers nothing that only refuses', t => walkPalette(t, window, 'Defer: Snooze…'));
});
