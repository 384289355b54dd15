import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { after, test } from 'node:test';
import { node, openShell, program } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

const FULL = '/dev/full';

test('an answer that cannot be written is told of in one line, and no success', { skip: !existsSync(FULL) }, () => {
  const full = openSync(FULL, 'w');
  try {
    for (const words of [['list', '--json'], ['list'], ['show', 'none', '--json'], ['help', 'edit'], ['--version']]) {
      const { status, stderr } = spawnSync(node, [program, ...words], {
        ...{ cwd: shell.project, env: shell.env, encoding: 'utf8' },
        stdio: ['ignore', full, 'pipe'],
      });
      assert.equal(stderr, 'defer: Could not write the answer: the disk is full.\n', words.join(' '));
      assert.notEqual(status, 0, words.join(' '));
    }
  } finally {
    closeSync(full);
  }
});
