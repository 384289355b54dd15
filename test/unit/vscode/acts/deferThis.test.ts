import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { found, openWindow, type OpenWindow } from '../../../support/openWindow.ts';

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
