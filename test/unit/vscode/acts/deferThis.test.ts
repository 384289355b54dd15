import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { found, openWindow, type OpenWindow } from '../../../support/openWindow.ts';

const vscode = await import('vscode');

/** What the entry says that a menu leads to, once the box is sent. `given`: what the menu hands over. */
async function madeBy(
  { editor, box, schedule }: OpenWindow,
  command: string,
  given: unknown,
): Promise<{ readonly artifacts?: readonly string[]; readonly key_points?: readonly string[] }> {
  void editor.run(command, given);
  const [shown] = await box();
  Object.assign(shown, { value: 'Look at it in 2h' });
  await shown.fire('onDidChangeValue', 'Look at it in 2h');
  await shown.fire('onDidAccept');
  await found('the row', () => schedule().includes('Look at it'));
  return (JSON.parse(schedule().trimEnd().split('\n').at(-1) ?? '') as { payload: object }).payload;
}

const file = (path: string): object => ({ scheme: 'file', fsPath: path, toString: () => path });

test('the menu of a line number takes its file and line along', async () => {
  const window = await openWindow();
  const line = { uri: file(join(window.folder, 'src', 'a.ts')), lineNumber: 12 };
  assert.deepEqual((await madeBy(window, 'defer.deferThis', line)).artifacts, ['src/a.ts:12']);
});

test('source control takes along what is changed, each file once', async () => {
  const changed: string[] = [];
  const repository = {
    rootUri: { toString: () => 'root' },
    state: {
      get indexChanges(): readonly object[] {
        return changed.slice(0, 1).map(path => ({ uri: file(path) }));
      },
      get workingTreeChanges(): readonly object[] {
        return changed.map(path => ({ uri: file(path) }));
      },
    },
  };
  const window = await openWindow('', {
    extensions: { 'vscode.git': {} },
    exports: { 'vscode.git': { getAPI: () => ({ repositories: [repository] }) } },
  });
  changed.push(...['a.ts', 'b.ts'].map(name => join(window.folder, name)));
  const made = await madeBy(window, 'defer.deferChanges', { rootUri: repository.rootUri });
  assert.deepEqual(made.artifacts, ['a.ts', 'b.ts']);
});

test('a terminal takes its name along, and the folder it is in', async () => {
  const window = await openWindow();
  const cwd = file(join(window.folder, 'src'));
  const made = await madeBy(window, 'defer.deferTerminal', { name: 'build', shellIntegration: { cwd } });
  assert.deepEqual(made.artifacts, ['src']);
  assert.deepEqual(made.key_points, [`In the terminal "build", in ${join(window.folder, 'src')}`]);
});

/** A window with a clipboard, and a terminal in which a text is selected. */
async function selecting(text: string): Promise<OpenWindow & { readonly copied: { text: string } }> {
  const copied = { text: 'my own' };
  const clipboard = {
    readText: async () => copied.text,
    writeText: async (given: string) => void (copied.text = given),
  };
  const window = await openWindow('', { env: { clipboard } });
  vscode.commands.registerCommand('workbench.action.terminal.copySelection', () => (copied.text = text));
  return { ...window, copied };
}

test('what is copied while the box about a selection is open stays on the clipboard', async () => {
  const window = await selecting('npm ERR! code E404');
  const { editor, copied, box, schedule } = window;
  const done = editor.run('defer.deferSelection');
  const [shown] = await box();
  assert.equal(copied.text, 'my own', 'it is back before anybody is asked');
  copied.text = 'copied meanwhile';
  Object.assign(shown, { value: 'Look at it in 2h' });
  await shown.fire('onDidChangeValue', 'Look at it in 2h');
  await shown.fire('onDidAccept');
  await done;
  assert.equal(copied.text, 'copied meanwhile');
  assert.match(schedule(), /npm ERR! code E404/);
});

test('a selected notice of a usage limit is parked, and the clipboard is back before anybody is asked', async () => {
  const notice = 'Claude usage limit reached. Your limit will reset at 3pm (UTC).';
  const { editor, copied } = await selecting(notice);
  const done = editor.run('defer.deferSelection');
  const list = await found('the list of Park', () => {
    const shown = editor.boxes.findLast(one => String(one['title']).startsWith('Defer: Park'));
    return shown && ([shown] as const);
  });
  assert.equal(copied.text, 'my own');
  await found('the notice', () => JSON.stringify(list[0]['items']).includes('notice'));
  assert.match(JSON.stringify(list[0]['items']), /limit reached/);
  await list[0].fire('onDidHide');
  await done;
});
