import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { folderWith } from '../../../support/folder.ts';
import { openFakeEditor, type FakeBox, type FakeEditor } from '../../../support/fakeEditor.ts';
import { activate, manifest } from '../../../support/openWindow.ts';

interface Item {
  readonly label: string;
  readonly buttons: readonly { readonly tooltip: string }[];
}

const lateLine = (title: string, more: object): string =>
  JSON.stringify({ id: title, title, due_at: new Date(Date.now() - HOUR).toISOString(), ...more });

/** A window in which Review Due is open, on something for a person and something for an agent. */
async function review(): Promise<{
  readonly editor: FakeEditor;
  readonly list: FakeBox;
  readonly items: readonly Item[];
}> {
  const text = [
    lateLine('tea', {}),
    lateLine('queue', { kind: 'prompt', payload: { prompt: 'Go.', agent: 'claude' } }),
  ];
  const editor = openFakeEditor({ folder: await folderWith(`${text.join('\n')}\n`), manifest });
  activate(editor.context as never);
  void editor.run('defer.reviewDue');
  let list: FakeBox | undefined;
  for (let look = 0; look < 500 && list?.['items'] === undefined; look += 1) {
    await new Promise(done => setTimeout(done, 10));
    list = editor.boxes.find(box => box['canSelectMany'] === true);
  }
  assert.ok(list);
  return { editor, list, items: list['items'] as readonly Item[] };
}

const named = (items: readonly Item[], title: string): Item => {
  const found = items.find(({ label }) => label.includes(title));
  assert.ok(found, items.map(({ label }) => label).join());
  return found;
};

const buttonsOf = ({ buttons }: Item): readonly string[] => buttons.map(({ tooltip }) => tooltip);

test('a row has buttons for what can be done with its entry, and for nothing else', async () => {
  const { items } = await review();
  assert.deepEqual(buttonsOf(named(items, 'tea')), ['Snooze…', 'Reschedule…', 'Done']);
  assert.deepEqual(buttonsOf(named(items, 'queue')), ['Run', 'Snooze…', 'Reschedule…', 'Done', 'Preview Run']);
});

test('Enter on a row offers all that its buttons do, which no key leads to', async () => {
  const { editor, list, items } = await review();
  const item = named(items, 'queue');
  Object.assign(list, { activeItems: [item], selectedItems: [], value: '' });
  await list.fire('onDidAccept');
  for (let look = 0; look < 500 && editor.lists.length === 0; look += 1) {
    await new Promise(done => setTimeout(done, 10));
  }
  const offered = (editor.lists[0] ?? []) as readonly { readonly label: string }[];
  assert.deepEqual(offered.map(({ label }) => label).sort(), [...buttonsOf(item)].sort());
});
