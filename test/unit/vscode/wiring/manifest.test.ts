import assert from 'node:assert/strict';
import { test } from 'node:test';
import { titlesOf } from '../../../../src/vscode/wiring/manifest.ts';

test('a title is that of the language, which the editor gives beside the English one', () => {
  const manifest = {
    contributes: {
      commands: [
        { command: 'defer.done', title: 'Done' },
        { command: 'defer.add', title: { value: 'Planen…', original: 'Schedule…' } },
      ],
    },
  };
  assert.deepEqual(titlesOf(manifest), [
    { command: 'defer.done', title: 'Done' },
    { command: 'defer.add', title: 'Planen…' },
  ]);
  assert.deepEqual(titlesOf(undefined), []);
});
