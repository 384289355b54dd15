import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { findFolder } from '../../../../src/cli/start/scheduleFolder.ts';

const [ROOT, ME, OTHER] = [0, 1000, 1001];

const base = realpathSync(mkdtempSync(join(tmpdir(), 'defer-folder-')));
after(() => rmSync(base, { recursive: true, force: true }));

let top: string;
let deep: string;
let owners: Map<string, number>;
beforeEach(() => {
  rmSync(base, { recursive: true, force: true });
  top = join(base, 'top');
  deep = join(top, 'a', 'b');
  mkdirSync(deep, { recursive: true });
  owners = new Map();
});

const schedule = (folder: string): void => {
  mkdirSync(join(folder, '.sf'));
  writeFileSync(join(folder, '.sf', 'schedule.jsonl'), '');
};
const find = (user: number | null = ME): unknown => findFolder(deep, user, path => [owners.get(path) ?? ME]);
const mine = (folder: string): unknown => ({ folder, isForeign: false });

test('a schedule above is taken that is mine or root’s, as are all folders around it', () => {
  schedule(top);
  assert.deepEqual(find(), mine(top));
  for (const path of [top, join(top, '.sf'), join(top, '.sf', 'schedule.jsonl')]) {
    owners = new Map([[path, ROOT]]);
    assert.deepEqual(find(), mine(top), path);
    owners = new Map([[path, OTHER]]);
    assert.deepEqual(find(), mine(deep), path);
    assert.deepEqual(find(null), mine(top), 'where no owners are known');
  }
});

test('one is looked for up to the root of the checkout, which has to be mine as well', () => {
  schedule(top);
  const git = join(top, 'a', '.git');
  writeFileSync(git, 'gitdir: elsewhere');
  assert.deepEqual(find(), mine(join(top, 'a')));
  schedule(deep);
  assert.deepEqual(find(), mine(deep));
  rmSync(join(deep, '.sf'), { recursive: true });
  for (const path of [git, join(top, 'a')]) {
    owners = new Map([[path, OTHER]]);
    assert.deepEqual(find(), mine(top), path);
  }
});

test('a link counts as its own owner’s and that of what it leads to', () => {
  schedule(top);
  const owned = (path: string): readonly number[] => (path === join(top, '.sf') ? [OTHER, ME] : [ME]);
  assert.deepEqual(findFolder(deep, ME, owned), mine(deep));
});

test('where all that is left is another user’s, that is told', () => {
  owners = new Map([[deep, OTHER]]);
  assert.deepEqual(find(), { folder: deep, isForeign: true });
});
