import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { withTexts, type ManifestTexts } from '../../scripts/texts/manifestTexts.ts';
import { openFakeEditor } from '../support/fakeEditor.ts';
import { emptyFolder, folderWith } from '../support/folder.ts';
import '../support/home.ts';
import { program } from './shell.ts';

/** The built extension, where `require('vscode')` gives the fake editor. */
async function builtExtension(): Promise<{ readonly chunks: string; activate(context: unknown): void }> {
  const root = await emptyFolder();
  cpSync(dirname(program), join(root, 'dist'), { recursive: true });
  mkdirSync(join(root, 'node_modules', 'vscode'), { recursive: true });
  writeFileSync(join(root, 'node_modules', 'vscode', 'index.js'), 'module.exports = globalThis.fakeVscode;');
  const { activate } = createRequire(import.meta.url)(join(root, 'dist', 'extension.js')) as {
    activate(context: unknown): void;
  };
  return { chunks: join(root, 'dist', 'chunks'), activate };
}

const jsonOf = (name: string): unknown => JSON.parse(readFileSync(join(dirname(program), '..', name), 'utf8'));
const ownManifest = (): ReturnType<typeof withTexts> =>
  withTexts(jsonOf('package.json'), jsonOf('package.nls.json') as ManifestTexts);

test('as soon as the extension is active it can be asked for a task, which the editor does only once', async () => {
  const { activate } = await builtExtension();
  const editor = openFakeEditor({ folder: await folderWith(''), manifest: ownManifest() });
  activate(editor.context);
  assert.equal(editor.registered.get('tasks.registerTaskProvider')?.[0], 'defer');
});

test('a part of the extension that failed to load once is loaded when it is asked for again', async () => {
  const { chunks, activate } = await builtExtension();
  const editor = openFakeEditor({ folder: await folderWith(''), manifest: ownManifest() });
  activate(editor.context);
  const desk = join(chunks, 'vscode-act.js');
  renameSync(desk, `${desk}.away`);
  await editor.run('defer.list');
  assert.match(editor.said.join('\n'), /List: something went wrong/);
  assert.deepEqual(editor.shown, []);
  renameSync(`${desk}.away`, desk);
  await editor.run('defer.list');
  assert.deepEqual(editor.shown, ['Nothing is scheduled here.']);
});
