import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { onPosix } from '../support/systems.ts';
import { openShell } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

test('what is said of a run in its terminal holds nothing that acts on a terminal', onPosix, async () => {
  placeFakeAgent(shell.bin, 'claude', { prints: 'hello' });
  // A folder may be called anything, and a fault names it.
  const home = join(shell.root, 'home\u001B]0;owned\u0007\u001B[2J\u202E');
  mkdirSync(join(home, '.sf', 'defer'), { recursive: true });
  writeFileSync(join(home, '.sf', 'defer', 'runners'), 'in the way');
  Object.assign(shell.env, { HOME: home, USERPROFILE: home });
  const id = (
    await shell.json<{ id: string }>('add', 'Resume', '--when', 'now', '--agent', 'claude', '--prompt', 'Go on.')
  ).id;
  const { code, err } = await shell.defer('run', id);
  assert.equal(code, 0, err);
  assert.match(err, /^defer: This run could not be registered in .*\/home\/\.sf\/defer: /m);
  assert.doesNotMatch(err.replaceAll('\n', ''), /[\p{Cc}\u202E]/u, JSON.stringify(err));
});
