import { test } from 'node:test';
import { holdsForEveryField, holdsInEveryLanguage } from '../../../support/approvedBytes.ts';

test('an approval holds in every language of the editor, and the agent gets the same bytes', holdsInEveryLanguage);

test('whatever is changed after an approval, an agent that nobody watches reads what was approved', t =>
  holdsForEveryField(t, 3000));
