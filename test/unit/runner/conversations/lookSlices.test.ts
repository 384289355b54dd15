import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { HOUR, instant } from '../../../../src/core/basics/time.ts';
import { openConversations } from '../../../../src/runner/conversations/openConversations.ts';
import { Slices } from '../../../../src/runner/keepers/slices.ts';
import { FILE_KEEPERS, makeConversation } from '../../../support/madeStores.ts';

const NOW = Date.UTC(2026, 10, 28, 14);
const EACH = 50;

test('the next slice begins after others have had their turn', async () => {
  let turns = 0;
  setImmediate(() => (turns += 1));
  await new Slices().next();
  assert.equal(turns, 1);
});

test('others have their turn while hundreds of conversations are looked through', async t => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-slices-')));
  t.after(() => rmSync(root, { recursive: true }));
  const [home, work] = [join(root, 'home'), join(root, 'work')];
  mkdirSync(home);
  mkdirSync(work);
  for (const agent of FILE_KEEPERS) {
    for (let made = 0; made < EACH; made += 1) makeConversation(home, agent, { folder: work, at: NOW - HOUR });
  }
  const desk = openConversations({
    ...{ home: join(home, '.sf', 'defer'), env: { HOME: home }, zone: () => 'UTC', asker: 'call' },
    ...{ clock: { now: () => instant(NOW) }, folders: () => [work] },
  });
  // This clock advances each time it is read, so that each file takes longer than a slice on any machine.
  let ms = 0;
  t.mock.method(performance, 'now', () => (ms += 10));
  const next = t.mock.method(Slices.prototype, 'next');
  const count = FILE_KEEPERS.length * EACH;
  for (const look of ['the first', 'another, of files that have not changed']) {
    next.mock.resetCalls();
    const { conversations } = await desk.list({ folders: [work] });
    assert.equal(conversations.length, count);
    // Each file is found, read, and made known.
    assert.ok(next.mock.callCount() >= 3 * count, `${look}: ${next.mock.callCount()} slices`);
  }
});
