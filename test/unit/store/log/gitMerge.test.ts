import { test } from 'node:test';
import { mergeHistories } from '../../../support/branches.ts';

test('git merges 16 random pairs of branches to one schedule, in both orders', t => mergeHistories(t, 16));
