import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { homedir, userInfo } from 'node:os';
import { test } from 'node:test';
import { testHome } from '../support/home.ts';

test('tests have a home of their own', () => {
  assert.equal(homedir(), testHome);
  assert.notEqual(homedir(), userInfo().homedir);
});

test('a test cannot start a program that would write into the real home', () => {
  for (const env of [{}, { HOME: userInfo().homedir }]) {
    assert.throws(() => spawn(process.execPath, ['-e', '0'], { env }), /could write into the real home/);
  }
});
