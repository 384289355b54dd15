import { test } from 'node:test';
import { holdsForEveryField } from '../support/approvedBytes.ts';

test('10,000 changes after an approval leave what an unattended agent reads as it was, or void it', t =>
  holdsForEveryField(t, 10_000));
