import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openShell } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

/** The ids that the last line of an answer ends with. */
function idsIn(out: string): readonly string[] {
  const ids = / Ids?: ([^ ]+(?:, [^ ]+)*)\n$/.exec(out)?.[1];
  assert.ok(ids !== undefined, out);
  return ids.split(', ');
}

test('what makes entries prints their ids, and other verbs take them', async () => {
  const NOW = ['--now', '2026-11-23T10:00:00Z'];
  const [first = '', ...others] = idsIn((await shell.defer(...NOW, 'add', 'First', '--when', '2h')).out);
  assert.deepEqual(others, []);
  assert.equal((await shell.json<{ title: string }>('show', first)).title, 'First');
  // Those of one moment begin alike.
  const [second = ''] = idsIn((await shell.defer(...NOW, 'add', 'Second', '--when', '2h')).out);
  const snoozed = await shell.json<{ payload: unknown; title: string }>(...NOW, 'snooze', second, '3h');
  assert.equal(snoozed.title, 'Second');
  const [copy = ''] = idsIn((await shell.defer(...NOW, 'duplicate', second)).out);
  assert.equal((await shell.json<{ title: string }>('show', copy)).title, 'Second');
  const text = '::defer 30m Third\n::defer 40m Fourth';
  const lines = idsIn((await shell.defer('add', '--parse', text)).out);
  const titles = await Promise.all(lines.map(async id => (await shell.json<{ title: string }>('show', id)).title));
  assert.deepEqual(titles, ['Third', 'Fourth']);
  const [parked = ''] = idsIn((await shell.defer('park', '--when', '3pm', '--yes')).out);
  assert.equal((await shell.json<{ title: string }>('show', parked)).title, 'Go on after the limit reset');
});

test('what makes nothing prints no id, and --json has the whole one', async () => {
  assert.doesNotMatch((await shell.defer('add', 'Tried', '--when', '2h', '--dry-run')).out, /\bId/);
  const { id } = await shell.json<{ id: string }>('add', 'Whole', '--when', '2h');
  assert.match(id, /^[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.doesNotMatch((await shell.defer('snooze', id, '3h')).out, /\bId/);
});
