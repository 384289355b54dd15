import * as l10n from '@vscode/l10n';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inEnglish, speak } from '../../../../src/core/basics/language.ts';
import { add } from '../../../../src/verbs/acts/add.ts';
import { inToolWords } from '../../../../src/verbs/toolWords.ts';
import { inToolLanguage, keepToolLanguage } from '../../../../src/vscode/agents/toolLanguage.ts';
import { editorTexts } from '../../../../scripts/texts/languages.ts';

after(() => speak({}));

const refused = (): string => l10n.t('No agent "{0}" is known here. "defer doctor" shows those that are.', 'x');

test('the command line names a command, the editor the title of its own, and an agent is told of its tool', async () => {
  // Tests before this one may have opened the extension.
  speak({});
  assert.equal(refused(), 'No agent "x" is known here. "defer doctor" shows those that are.');
  speak(editorTexts());
  keepToolLanguage();
  const inEditor = 'No agent "x" is known here. Defer: Check Setup shows those that are.';
  assert.equal(refused(), inEditor);
  const told = inToolLanguage(async () => {
    await new Promise(resolve => setTimeout(resolve, 1));
    return inToolWords(refused(), add.input);
  });
  assert.equal(refused(), inEditor, 'the window meanwhile');
  assert.equal(await told, 'No agent "x" is known here. defer_doctor shows those that are.');
  assert.equal(inEnglish(refused), 'No agent "x" is known here. "defer doctor" shows those that are.');
  assert.equal(refused(), inEditor);
});
