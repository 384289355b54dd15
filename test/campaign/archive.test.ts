import { test } from 'node:test';
import { survivesDeath } from '../support/archiveDeath.ts';

test('an archive killed before any of its steps loses nothing', t => survivesDeath(t, 1));
