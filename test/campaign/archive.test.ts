import { before, test } from 'node:test';
import { survivesDeath } from '../support/archiveDeath.ts';
import { emptyFolder } from '../support/folder.ts';

before(async () => {
  // Locks lie in the home of a person.
  process.env['HOME'] = await emptyFolder();
});

test('an archive killed before any of its steps loses nothing', t => survivesDeath(t, 1));
