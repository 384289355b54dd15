import { test } from 'node:test';
import { holdsForEveryField } from '../../../support/approvedBytes.ts';

test('whatever is changed after an approval, an agent that nobody watches reads what was approved', t =>
  holdsForEveryField(t, 3000));
