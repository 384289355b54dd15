import * as l10n from '@vscode/l10n';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { inEnglish, speak } from '../../../../src/core/basics/language.ts';
import { driftText } from '../../../../src/core/agent/drift.ts';
import { readRepeat } from '../../../../src/core/repeat/repeat.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { pseudo, pseudoFiles } from '../../../../scripts/texts/pseudo.ts';

afterEach(() => speak({}));

test('what is to be English is English in every language, also where saying it fails', () => {
  speak({ 'Nothing is due.': 'Nichts ist fällig.' });
  const say = (): string => l10n.t('Nothing is due.');
  assert.equal(say(), 'Nichts ist fällig.');
  assert.equal(inEnglish(say), 'Nothing is due.');
  assert.equal(say(), 'Nichts ist fällig.');
  assert.throws(() =>
    inEnglish(() => {
      throw new Error('no');
    }),
  );
  assert.equal(say(), 'Nichts ist fällig.');
});

test('a rule is shown in the language of the person, and typed in English', () => {
  speak(pseudoFiles().bundle);
  const repeat = readRepeat({ cron: '0 9 * * 1-5', tz: 'UTC' });
  assert.ok(!isRefusal(repeat));
  assert.equal(repeat.words, 'At 09:00, Monday through Friday');
  assert.match(repeat.said, /^⟦.*09:00.*⟧, ⟦.*⟧$/);
  assert.equal(repeat.words, 'At 09:00, Monday through Friday');
});

test('drift has both: an agent reads it in English', () => {
  speak(pseudoFiles().bundle);
  const [origin, now] = [
    { commit: 'a'.repeat(40), branch: 'main', artifacts: {} },
    { commit: 'b'.repeat(40), branch: 'main', distance: { ahead: 2, behind: 0 }, artifacts: {} },
  ];
  assert.equal(
    inEnglish(() => driftText(origin, now)),
    'Scheduled at aaaaaaa on main, now 2 commits later.',
  );
  assert.doesNotMatch(driftText(origin, now) ?? '', /commits|Scheduled/);
  assert.equal(pseudo('a'), '⟦å⟧');
});
