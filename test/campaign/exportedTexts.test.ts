import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportedTexts } from '../../scripts/texts/languages.ts';
import { writtenTexts } from '../support/sourceTexts.ts';

test('the texts that the tests read from the code are those that @vscode/l10n-dev exports', async () => {
  assert.deepEqual(writtenTexts(), await exportedTexts());
});
