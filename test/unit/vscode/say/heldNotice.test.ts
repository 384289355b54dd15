import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { allowFolder } from '../../../../src/runner/home/allowFolder.ts';
import { deferHome } from '../../../../src/runner/home/homeFiles.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { createWorld } from '../../../support/world.ts';

standInForVscode();
const { tellHeld } = await import('../../../../src/vscode/say/heldNotice.ts');

const token = (digit: string): string => digit.repeat(32);

test('three failures in a row are told once, also where a row says that the last run ended well', async () => {
  const world = createWorld();
  const id = await world.add('Audit', '1h', '--agent', 'claude', '--prompt', 'Audit.');
  const { ledger } = world.project;
  const editor = openFakeEditor({ folder: ledger.folder, manifest: {} });
  const model = { alive: () => false, schedules: [{ ledger, folder: { uri: { fsPath: ledger.folder } } }] };
  let held = new Map<string, string>();
  const look = (): Promise<void> => tellHeld(model as never, { held: async () => held });
  for (const digit of ['a', 'b', 'c']) {
    await world.record(id, { token: token(digit), event: 'ended', exit_code: 1 });
  }
  await world.record(id, { token: token('f'), event: 'ended', exit_code: 0 });
  await look();
  assert.deepEqual(editor.said, [], 'where this machine started none of them, the rows are all that is known');
  mkdirSync(allowFolder(deferHome()), { recursive: true });
  held = new Map([[id, token('a')]]);
  await look();
  await look();
  assert.deepEqual(editor.said.length, 1);
  assert.match(editor.said[0] ?? '', /^Defer: an entry has failed 3 times in a row\./);
});
