import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { realOf } from '../../../../src/store/disk/realInside.ts';
import { realFolder } from '../../../../src/store/disk/realFolder.ts';
import { spelled } from '../../../../src/store/disk/spelling.ts';
import { macNames } from '../../../support/namedDisk.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { onPosix } from '../../../support/systems.ts';

test('on a disk that ignores case, a path is spelled as the disk stores it', onPosix, () => {
  const disk = macNames([
    '/Volumes/me/Books/caf\u00E9/\u304C',
    '/Volumes/me/Books/stra\u00DFe',
    '/Volumes/me/Books/Mixed Case 2',
  ]);
  for (const [typed, real] of [
    ['/volumes/ME/books/mixed case 2', '/Volumes/me/Books/Mixed Case 2'],
    ['/Volumes/me/Books/Mixed Case 2', '/Volumes/me/Books/Mixed Case 2'],
    ['/volumes/me/books/CAFE\u0301', '/Volumes/me/Books/caf\u00E9'],
    ['/Volumes/me/Books/caf\u00E9/\u304B\u3099', '/Volumes/me/Books/caf\u00E9/\u304C'],
    ['/volumes/me/books/STRASSE', '/Volumes/me/Books/stra\u00DFe'],
    ['/volume\u017F/me/boo\u212As', '/Volumes/me/Books'],
    ['/volumes/me/gone/Below', '/Volumes/me/gone/Below'],
    ['/', '/'],
  ] as const) {
    assert.equal(spelled(typed, disk), real);
  }
});

test('on a disk where case counts, every path stays as it is', onPosix, async () => {
  const root = (await realOf(await emptyFolder())) ?? '';
  for (const name of ['Proj', 'proj', 'caf\u00E9', 'cafe\u0301']) {
    mkdirSync(join(root, name));
  }
  symlinkSync(join(root, 'proj'), join(root, 'PROJ'));
  for (const name of ['Proj', 'proj', 'caf\u00E9', 'cafe\u0301', 'pROJ/gone']) {
    assert.equal(spelled(join(root, name)), join(root, name));
  }
  assert.equal(spelled(join(root, 'PROJ')), join(root, 'PROJ'), 'no link is followed');
  assert.equal(realFolder(join(root, 'PROJ')), join(root, 'proj'));
  assert.equal(await realOf(join(root, 'pROJ')), undefined);
});
