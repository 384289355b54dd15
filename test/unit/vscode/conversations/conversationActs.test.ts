import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { HOUR, instant } from '../../../../src/core/basics/time.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { knownConversation } from '../../../support/conversations.ts';
import { folderWith, scheduleOf } from '../../../support/folder.ts';
import { openFakeEditor, type FakeEditor } from '../../../support/fakeEditor.ts';
import { activate, manifest } from '../../../support/openWindow.ts';

const ENTRY = { id: 'x', due_at: '2100-01-01T00:00:00Z', payload: { message: 'Go on', prompt: 'Is it red & 100 %?' } };
const CLAUDE = { 'anthropic.claude-code': { activationEvents: ['onStartupFinished', 'onUri'] } };

/** A window, a conversation about its folder, and the row of it. */
async function open(settings = {}): Promise<{ editor: FakeEditor; folder: string; row: object; entry: object }> {
  const folder = await folderWith(`${JSON.stringify(ENTRY)}\n`);
  const editor = openFakeEditor({ folder, manifest, settings, extensions: CLAUDE });
  activate(editor.context as never);
  const conversation = knownConversation('claude', '0cb916db-26aa', instant(Date.now() - HOUR), { folder });
  const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
  const state = (await ledger.look()).get('x');
  const entry = { kind: 'entry', state, schedule: { ledger } };
  return { editor, folder, entry, row: { kind: 'conversation', seen: { conversation, entry: undefined } } };
}
const withEntry = (row: object, entry: object): object => ({
  ...row,
  seen: { ...(row as { seen: object }).seen, entry },
});

test('a panel is opened by an address of the agent’s extension, with what the entry says; that is written, and no run', async () => {
  const { editor, folder, row, entry } = await open();
  await editor.run('defer.conversation.openInPanel', row);
  await editor.run('defer.conversation.openInPanel', withEntry(row, entry));
  const common = { scheme: 'vscode', authority: 'anthropic.claude-code', path: '/open' };
  assert.deepEqual(
    editor.sent.map(uri => ({ ...uri })),
    [
      { ...common, query: 'session=0cb916db-26aa' },
      { ...common, query: 'session=0cb916db-26aa&prompt=Is%20it%20red%20%26%20100%20%25%3F' },
    ],
  );
  const rows = readFileSync(scheduleOf(folder), 'utf8').trim().split('\n');
  assert.equal(rows.length, 2, 'only where there is an entry');
  const last = JSON.parse(rows.at(-1) ?? '') as Record<string, unknown>;
  assert.ok(typeof last['opened_at'] === 'string');
  assert.equal(last['run'], undefined);
});

test('what is put off already is moved, not put off twice', async () => {
  const { editor, row, entry } = await open();
  const done = editor.run('defer.conversation.later', withEntry(row, entry));
  await new Promise(resolve => setTimeout(resolve, 200));
  const titles = editor.boxes.map(box => box['title']).filter(title => typeof title === 'string');
  assert.deepEqual(titles, ['Defer: Reschedule…']);
  await editor.boxes.find(box => box['title'] === 'Defer: Reschedule…')?.fire('onDidHide');
  await done;
});

test('while conversations are off, every act on one says so', async () => {
  const { editor, row } = await open({ conversations: 'off' });
  for (const command of ['defer.conversation.later', 'defer.open', 'defer.conversation.park', 'defer.followUp']) {
    await editor.run(command, row);
  }
  assert.equal(editor.said.length, 4);
  assert.ok(
    editor.said.every(text => text.startsWith('Defer: Conversations are turned off.')),
    editor.said.join(),
  );
});
