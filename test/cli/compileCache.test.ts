import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openShell } from './shell.ts';

test('what older builds kept of the compiled program is removed, and nothing else', async () => {
  const shell = openShell(undefined, { anew: true });
  try {
    const cache = join(shell.root, 'cache', 'defer');
    const old = Array.from({ length: 7 }, (_, index) => `v20.${index}.0-x64-${'0123456789ab'.slice(0, 11)}${index}`);
    for (const [index, name] of [...old, 'mine', 'v20-notes'].entries()) {
      mkdirSync(join(cache, name, 'list'), { recursive: true, mode: 0o700 });
      writeFileSync(join(cache, name, 'list', 'look.js.bin'), 'x');
      utimesSync(join(cache, name), 1_700_000_000 + index, 1_700_000_000 + index);
    }
    shell.env['XDG_CACHE_HOME'] = join(shell.root, 'cache');
    assert.equal((await shell.defer('list')).code, 0);
    const left = readdirSync(cache);
    assert.deepEqual(
      old.filter(name => left.includes(name)),
      old.slice(3),
    );
    assert.deepEqual(left.filter(name => !name.startsWith('v20.')).length, 3);
    // Another start of the same build keeps them.
    assert.equal((await shell.defer('list')).code, 0);
    assert.deepEqual(readdirSync(cache), left);
  } finally {
    shell.remove();
  }
});
