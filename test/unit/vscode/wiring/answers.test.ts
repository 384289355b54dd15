import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FakeEditor } from '../../../support/fakeEditor.ts';
import { found, openWindow, rowOf } from '../../../support/openWindow.ts';

test('the message of an act names its entry, also one that was just made', async () => {
  const { editor, openLink, box } = await openWindow();
  openLink('/add', 'title=Read%20it&when=in%202h');
  const [shown] = await box();
  await shown.fire('onDidAccept');
  const message = await found('the message', () => editor.said.find(text => text.includes('Scheduled')));
  assert.match(message.replace(/[\u2066-\u2069]/g, ''), /^\$\(check\) Defer: "Read it": Scheduled for .+\.$/);
});

test('Archive says how many entries go and that they do not come back, and moves none before a person says which', async () => {
  const closed = ['a', 'b'].map(id => rowOf({ id, title: id, status: 'done', updated_at: '2026-01-01T00:00:00Z' }));
  const { editor, schedule } = await openWindow([...closed, rowOf({ id: 'c', title: 'c' })].join(''));
  const before = schedule();
  await editor.run('defer.archive');
  assert.equal(editor.said.at(-1), 'Archive 2 closed entries?');
  assert.equal(schedule(), before);
  editor.answers.push('Archive All');
  await editor.run('defer.archive');
  assert.match(editor.said.at(-1) ?? '', /Archived 2 entries in /);
  assert.ok(!schedule().includes('"title":"a"'), schedule());
  await editor.run('defer.archive');
  assert.match(editor.said.at(-1) ?? '', /There is nothing to archive\.$/);
});

test('Edit offers the artifacts, separated by commas, and an empty line takes them away', async () => {
  const { editor, schedule } = await openWindow(rowOf({ id: 'a', title: 'a', payload: { artifacts: ['x.ts'] } }));
  const choose = (name: string) => (items: readonly unknown[]) =>
    items.find(item => (item as { readonly label: string }).label.includes(name));
  const last = (): unknown =>
    (JSON.parse(schedule().trimEnd().split('\n').at(-1) ?? '') as { payload?: { artifacts?: unknown } }).payload
      ?.artifacts;
  const edit = async (line: FakeEditor['typed'][number]): Promise<unknown> => {
    editor.picks.push(choose('a'), choose('Artifacts'));
    editor.typed.push(line);
    await editor.run('defer.edit');
    return last();
  };
  assert.deepEqual(await edit('a.ts, docs/b.md'), ['a.ts', 'docs/b.md']);
  assert.equal(await edit(' '), undefined);
  assert.deepEqual(await edit('"docs/Doe, John.md", a.ts'), ['docs/Doe, John.md', 'a.ts']);
  const rows = schedule();
  await edit(({ value = '' }) => value);
  assert.equal(schedule(), rows, 'a line that is sent as it was changes nothing');
  await edit(({ value, validateInput }) => {
    assert.equal(value, '"docs/Doe, John.md", a.ts');
    assert.match(String(validateInput?.('"docs/Doe, John.md')), /^An item that begins with a quote ends with one/);
    assert.equal(validateInput?.(value), undefined);
    return `${value}, b.ts`;
  });
  assert.match(schedule().trimEnd().split('\n').at(-1) ?? '', /"artifacts":\["docs\/Doe, John.md","a.ts","b.ts"\]/);
});

test('a refusal is in the words of the editor, whatever the command line would say', async () => {
  const { editor } = await openWindow(rowOf({ id: 'a', title: 'a', due_at: '2026-01-01T00:00:00Z' }));
  await editor.run('defer.done');
  const { row } = editor.lists.at(-1)?.[0] as { readonly row: unknown };
  await editor.run('defer.done', row);
  await editor.run('defer.done', row);
  assert.equal(editor.said.at(-1), 'Defer: The entry is already done. Reopen it first.');
});
