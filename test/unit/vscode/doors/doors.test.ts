import assert from 'node:assert/strict';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { test } from 'node:test';
import type { DeferApi, DeferEntry } from '../../../../api/defer.d.ts';
import { scheduleOf } from '../../../support/folder.ts';
import { openFakeEditor, type FakeEditor } from '../../../support/fakeEditor.ts';
import { found, manifest, openWindow, rowOf } from '../../../support/openWindow.ts';

const { activate: activateSample } = await import('../../../support/apiSample.ts');
const { leftToDo } = await import('../../../../src/vscode/doors/commentActions.ts');

const OVERDUE = rowOf({
  ...{ id: 'overdue', kind: 'prompt', due_at: '2026-01-01T00:00:00Z', created_at: '2025-12-01T00:00:00Z' },
  payload: { message: 'Look \u202egnp', prompt: 'Go.', artifacts: ['src/a.ts:3-5'], tags: ['t'] },
});

const key = (editor: FakeEditor, name: string, value: boolean): Promise<true> =>
  found(`${name} to be ${value}`, () => editor.keys.get(name) === value);

test('context keys say what can act, and follow the schedule', async () => {
  const { editor, folder } = await openWindow();
  await key(editor, 'defer.can.snooze', false);
  assert.deepEqual(
    [...editor.keys].filter(([name, value]) => value === true && !['defer.hasFile', 'defer.isDrawn'].includes(name)),
    [],
  );
  await appendFile(scheduleOf(folder), OVERDUE);
  await editor.run('defer.refresh');
  for (const name of ['snooze', 'run', 'edit', 'prompt', 'allow', 'show']) {
    await key(editor, `defer.can.${name}`, true);
  }
  await key(editor, 'defer.hasDue', true);
  for (const name of ['reopen', 'retry', 'stop', 'accept', 'skip', 'resume', 'disallow']) {
    assert.equal(editor.keys.get(`defer.can.${name}`), false, name);
  }
  await appendFile(scheduleOf(folder), rowOf({ id: 'overdue', status: 'done' }));
  await editor.run('defer.refresh');
  await key(editor, 'defer.can.reopen', true);
  await key(editor, 'defer.can.snooze', false);
  await key(editor, 'defer.hasDue', false);
});

test('Undo is offered while there is something to undo that nobody has changed', async () => {
  const { editor, folder } = await openWindow(OVERDUE);
  await key(editor, 'defer.canUndo', false);
  await editor.run('defer.done');
  const [item] = editor.lists.at(-1) ?? [];
  await editor.run('defer.done', (item as { readonly row: unknown }).row);
  await key(editor, 'defer.canUndo', true);
  await appendFile(scheduleOf(folder), rowOf({ id: 'overdue', status: 'cancelled' }));
  await editor.run('defer.refresh');
  await key(editor, 'defer.canUndo', false);
});

test('other extensions read what is due as frozen, cleaned copies', async () => {
  const { editor, api } = await openWindow(OVERDUE);
  assert.equal(api.version, 1);
  const due = await api.due();
  assert.deepEqual(
    due.map(({ id, isDue, tags, kind }) => ({ id, isDue, tags, kind })),
    [{ id: 'overdue', isDue: true, tags: ['t'], kind: 'prompt' }],
  );
  assert.doesNotMatch(due[0]?.title ?? '', /\u202e/);
  assert.throws(() => Object.assign(due[0] ?? {}, { title: 'x' }), TypeError);
  let told = 0;
  const listening = api.onDidChange(() => (told += 1));
  await editor.run('defer.refresh');
  await found('word of a change', () => told > 0);
  listening.dispose();
});

test('the extension that docs/api.md shows draws what is due, once for each change, and adds an entry', async () => {
  const { api, folder, schedule } = await openWindow(OVERDUE);
  let asked = 0;
  const counted: DeferApi = { ...api, due: async () => ((asked += 1), asked < 50 ? api.due() : []) };
  const extensions = { 'PUBLISHER.defer': {}, 'someone.else': {} };
  const beside = openFakeEditor({ folder, manifest, extensions, exports: { 'PUBLISHER.defer': counted } });
  const context = { ...beside.context, extension: { id: 'someone.else' } };
  await activateSample(context as never);
  await appendFile(scheduleOf(folder), rowOf({ id: 'more', title: 'More', due_at: '2026-01-01T00:00:00Z' }));
  await beside.run('example.later');
  for (let before = -1; before !== asked; await new Promise(done => setTimeout(done, 100))) {
    before = asked;
  }
  assert.deepEqual(beside.said, []);
  assert.match(schedule(), /"created_by":"agent:someone\.else"/);
  assert.ok(asked > 1 && asked < 10, `it asked ${asked} times`);
});

test('other extensions add entries, in their own name, and start and allow nothing', async () => {
  const { api, schedule } = await openWindow(OVERDUE);
  const more = { status: 'approved', agent: 'claude', created_by: 'user' };
  const asked = { by: 'someone.else', title: 'Look at the pull request', when: '2h', prompt: 'Read it.' };
  const added = await api.add({ ...asked, ...more });
  assert.equal(added.title, 'Look at the pull request');
  assert.equal(added.isDue, false);
  const written = JSON.parse(schedule().trimEnd().split('\n').at(-1) ?? '') as {
    readonly created_by: string;
    readonly payload: Readonly<Record<string, unknown>>;
  };
  assert.equal(written.created_by, 'agent:someone.else');
  assert.deepEqual(Object.keys(written.payload).sort(), ['message', 'prompt']);
});

const codeOf = (api: DeferApi, entry: unknown): Promise<unknown> =>
  api.add(entry as never).then(
    (added: DeferEntry) => added,
    (error: unknown) => {
      assert.ok(error instanceof Error && error.name === 'DeferError' && error.message !== '', String(error));
      return (error as { readonly code?: unknown }).code;
    },
  );

test('what cannot be read, or is too far ahead, is an error with a code; so is all of it in Restricted Mode', async () => {
  const { api, schedule } = await openWindow(OVERDUE);
  const good = { by: 'someone.else', title: 'x', when: '2h' };
  const before = schedule();
  for (const bad of [
    ...[undefined, null, 'text', {}],
    { ...good, by: 'nobody.here' },
    { ...good, title: 7 },
    { ...good, title: '  ' },
    { ...good, title: 'x'.repeat(201) },
    { ...good, prompt: 'x'.repeat(20_001) },
    { ...good, tags: 'a' },
    { ...good, tags: [1] },
    { ...good, artifacts: Array.from({ length: 51 }, String) },
    { ...good, folder: '/elsewhere' },
    { ...good, folder: {} },
  ]) {
    assert.equal(await codeOf(api, bad), 'invalid', JSON.stringify(bad));
  }
  assert.equal(await codeOf(api, { ...good, when: 'in 5 parsecs' }), 'refused');
  assert.equal(await codeOf(api, { ...good, when: 'in 40 days' }), 'refused');
  assert.equal(schedule(), before);
  const restricted = await openWindow(OVERDUE, { trusted: false });
  assert.equal((await restricted.api.due()).length, 1);
  assert.equal(await codeOf(restricted.api, good), 'restricted');
});

test('a schedule that cannot be written is such an error too, and says what is in the way', async () => {
  const { api, folder } = await openWindow(OVERDUE);
  await rm(scheduleOf(folder));
  await mkdir(scheduleOf(folder));
  const failed = api.add({ by: 'someone.else', title: 'x', when: '2h' });
  await assert.rejects(failed, {
    name: 'DeferError',
    code: 'refused',
    message: /schedule\.jsonl is not a regular file/,
  });
  assert.equal((await api.due()).length, 1, 'what was read last still stands');
});

test('a link fills the box and writes nothing; what it brings is cleaned and cut', async () => {
  const { editor, schedule, openLink, box } = await openWindow(OVERDUE);
  const before = schedule();
  const query = new URLSearchParams({
    ...{ title: 'Look\nat\u202e it\u001b[31m', when: 'tomorrow 9am', prompt: `Do ${'x'.repeat(5000)}` },
    ...{ agent: 'claude', command: 'rm', status: 'done', id: 'overdue', mode: 'callback' },
  });
  openLink('/add', query.toString());
  const [shown] = await box();
  assert.match(String(shown['value']), /^Look at.* it.* tomorrow 9am$/);
  assert.ok(['\u202e', '\u001b', '\n'].every(hidden => !String(shown['value']).includes(hidden)));
  assert.match(editor.shown.join(''), /^Do x{3000,4000}\s*$/, 'the prompt is shown, as far as it is taken');
  await shown.fire('onDidHide');
  assert.equal(schedule(), before);
});

test('what a link asks for is written once the person sends the box, without an agent', async () => {
  const { editor, schedule, openLink, box } = await openWindow(OVERDUE);
  openLink('/add', 'title=Read%20it&when=in%202h&prompt=Go&agent=claude');
  const [shown] = await box();
  await shown.fire('onDidAccept');
  const last = (): string => schedule().trimEnd().split('\n').at(-1) ?? '';
  await found('the row', () => last().includes('Read it'));
  const { payload, created_by: by } = JSON.parse(last()) as { readonly payload: unknown; readonly created_by: string };
  assert.deepEqual(payload, { message: 'Read it', prompt: 'Go' });
  assert.equal(by, 'user');
  // It is said after it is written, and would stand among the words of a later test.
  await found('word of it', () => editor.said.some(text => text.includes('Scheduled for')));
});

test('an "&" in a text of a link stays in it, although the editor has decoded the link', async () => {
  const { openLink, box } = await openWindow(OVERDUE);
  // From `title=Q%26A%20%26%20notes&when=in%202h&utm=1`: the editor gives its query decoded.
  openLink('/add', 'title=Q&A & notes&when=in 2h&utm=1');
  const [shown] = await box();
  assert.equal(shown['value'], 'Q&A & notes in 2h');
  await shown.fire('onDidHide');
});

test('links that are none of ours, or of no entry, say so; none of them writes', async () => {
  const { editor, schedule, openLink } = await openWindow(OVERDUE);
  const before = schedule();
  for (const [path, query] of [
    ['/run', 'id=overdue'],
    ['/allow', 'id=overdue'],
    ['/open', 'id=../../etc'],
    ['/open', `id=${'x'.repeat(4000)}`],
    ['/open', ''],
    ['/open', 'id=__proto__'],
    ['/add/../run', 'id=overdue'],
    ['', '%E0%A4%A'],
  ] as const) {
    const said = editor.said.length;
    openLink(path, query);
    await found(`word of ${path}?${query.slice(0, 20)}`, () => editor.said.length > said);
  }
  assert.equal(schedule(), before);
  assert.deepEqual(
    editor.said.filter(text => !/does not know that link|No entry of this window/.test(text)),
    [],
  );
});

test('in Restricted Mode a link is refused', async () => {
  const { editor, openLink } = await openWindow(OVERDUE, { trusted: false });
  openLink('/add', 'title=x&when=2h');
  await found('the refusal', () => editor.said.some(text => /Restricted Mode/.test(text)));
});

test('the view Timeline shows what was scheduled about a file, where the editor takes that', async () => {
  const { timeline } = await openWindow(
    OVERDUE + rowOf({ id: 'overdue', status: 'done', updated_at: '2026-02-01T00:00:00Z' }),
  );
  const items = async (path: string): Promise<readonly unknown[]> =>
    (await timeline(path)).map(({ description }) => description);
  assert.deepEqual(await items('src/a.ts'), ['Done', 'Scheduled']);
  assert.deepEqual(await items('src/b.ts'), []);
});

test('a comment that marks something for later is found in many languages, and nothing else', () => {
  for (const [line, text] of [
    ['  // TODO: cap the delay', 'cap the delay'],
    ['x = 1 # FIXME(ada) the name', 'the name'],
    ['/* TODO - remove it */', 'remove it'],
    ['<!-- TODO translate -->', 'translate'],
    ['-- TODO index', 'index'],
    [' * TODO: later', 'later'],
    ['// TODO', ''],
  ] as const) {
    assert.equal(leftToDo(line), text, line);
  }
  for (const line of ['const TODO = 1;', '// todo later', '// AUTODOC', '"TODO"', '']) {
    assert.equal(leftToDo(line), undefined, line);
  }
});
