import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { test } from 'node:test';
import { isInside } from '../../../../src/store/disk/inside.ts';

test('a folder holds itself and all that is below it, and nothing beside it', () => {
  const held = ['/a/b', '/a/b/', '/a/b/c', '/a/b/..c', '/a/b/c/../d', '/a/b/...'];
  const others = ['/a', '/', '/a/bc', '/a/b/../c', '/a/b/..', '/b'];
  assert.deepEqual(
    held.filter(path => !isInside(path, '/a/b', posix)),
    [],
  );
  assert.deepEqual(
    others.filter(path => isInside(path, '/a/b', posix)),
    [],
  );
  assert.ok(isInside('/anything', '/', posix));
});

test('on Windows the letters of a name are not told apart, and another drive is outside', () => {
  assert.ok(isInside('c:\\Users\\Me\\work', 'C:\\users\\me', win32));
  assert.ok(!isInside('C:\\Users\\me', 'D:\\', win32));
  assert.ok(!isInside('\\\\server\\share\\x', 'C:\\', win32));
});
