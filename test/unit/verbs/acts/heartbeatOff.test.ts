import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../../../support/folder.ts';
import { createWorld } from '../../../support/world.ts';

const TEXT = '---\nname: checks\n---\n## Inbox\nLook for mail.\n';

test('the heartbeat is neither paused nor cancelled; both say how it is turned off, and leave its file alone', async () => {
  const folder = await emptyFolder();
  const path = join(folder, 'HEARTBEAT.md');
  await writeFile(path, TEXT);
  const world = createWorld({ folder });
  for (const verb of ['pause', 'cancel']) {
    const why = await world.refusal(verb, 'heartbeat');
    assert.match(why, /HEARTBEAT\.md/);
    assert.match(why, /DEFER_HEARTBEAT/);
    assert.match(why, /setting defer\.heartbeat/);
    assert.doesNotMatch(why, /pause/);
  }
  assert.match(await world.refusal('resume', 'heartbeat'), /is not paused/);
  assert.equal(await readFile(path, 'utf8'), TEXT);
  assert.equal((await world.value('show', 'heartbeat'))['paused'], false);
});
