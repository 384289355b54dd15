import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, instant } from '../../../../src/core/basics/time.ts';
import { knownConversation } from '../../../support/conversations.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import '../../../support/home.ts';

standInForVscode();
const { tellStops } = await import('../../../../src/vscode/conversations/stopNotice.ts');

const now = instant(Date.UTC(2026, 10, 28, 14, 40));

/** A window whose agents keep conversations that stopped; says what it tells of them. */
function open(ids: readonly string[], settings: Record<string, unknown> = {}, focused = true) {
  const editor = openFakeEditor({ folder: '/home/me/project', manifest: {}, settings, focused });
  const limit = { resetsAt: instant(now + HOUR), told: 'exact', notice: '' } as const;
  const conversations = ids.map(id => ({
    conversation: knownConversation('claude', id, now, { state: 'limit', limit }),
  }));
  const desk = { model: { now }, conversations: async () => ({ watch: { conversations } }) };
  return { editor, tell: () => tellStops(desk as never, editor.context['workspaceState'] as never) };
}

test('a stop is told once, also where another window has told it', async () => {
  const one = open(['a', 'b'], { timeZone: 'UTC' });
  await one.tell();
  await one.tell();
  assert.deepEqual(one.editor.said, ['Defer: 2 conversations stopped at a limit until 15:40.']);
  const other = open(['b', 'a']);
  await other.tell();
  assert.deepEqual(other.editor.said, []);
});

test('nothing is told in quiet hours, where messages are off, or where nobody looks; it is told later', async () => {
  const settings: Record<string, unknown> = { timeZone: 'UTC', quietHours: '14:00-15:00' };
  const window = open(['c'], settings);
  await window.tell();
  delete settings['quietHours'];
  for (const notifications of ['badge', 'off']) {
    settings['notifications'] = notifications;
    await window.tell();
  }
  delete settings['notifications'];
  assert.deepEqual(window.editor.said, []);
  await open(['c'], settings, false).tell();
  const later = open(['c'], settings);
  await later.tell();
  assert.deepEqual(later.editor.said, ['Defer: 1 conversation stopped at a limit until 15:40.']);
});
