import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openShell } from './shell.ts';

interface Entry {
  readonly id: string;
  readonly status: string;
  readonly newer_format: boolean;
}

const golden = fileURLToPath(new URL('../golden', import.meta.url));
const logs = readdirSync(golden).filter(name => name.endsWith('.jsonl'));

test('there are golden logs', () => assert.ok(logs.length > 0));

for (const log of logs) {
  test(`${log}: every verb answers, acts are added at the end, and what stood there stays`, async () => {
    const shell = openShell();
    try {
      const bytes = readFileSync(join(golden, log));
      const file = join(shell.project, '.sf', 'schedule.jsonl');
      mkdirSync(join(shell.project, '.sf'));
      writeFileSync(file, bytes);
      // Long enough ago that nobody can still be writing its end.
      utimesSync(file, 1_700_000_000, 1_700_000_000);

      const { code, err } = await shell.defer('list');
      assert.deepEqual([code, err], [0, '']);
      const all = await shell.json<Entry[]>('list', '--all');
      const { due, upcoming } = await shell.json<{ due: Entry[]; upcoming: Entry[] }>('query');
      const known = new Set(all.map(({ id }) => id));
      assert.ok([...due, ...upcoming].every(({ id }) => known.has(id)));
      assert.ok(Array.isArray((await shell.json('doctor'))['problems']));
      assert.deepEqual(readFileSync(file), bytes, 'looking changes nothing');

      const [one, other] = [...due, ...upcoming].filter(entry => !entry.newer_format);
      if (one) {
        assert.equal((await shell.json<Entry>('snooze', one.id, '1h')).id, one.id);
        assert.equal((await shell.json<Entry>('done', one.id)).status, 'done');
      }
      if (other) {
        assert.equal((await shell.json<Entry>('cancel', other.id)).status, 'cancelled');
      }
      const newer = all.find(entry => entry.newer_format);
      if (newer) {
        assert.equal((await shell.defer('done', newer.id)).code, 1);
      }
      const after = readFileSync(file);
      assert.deepEqual(after.subarray(0, bytes.length), bytes);
      const left = await shell.json<Entry[]>('list', '--all');
      assert.equal(left.length, all.length);
      assert.equal(left.find(({ id }) => id === one?.id)?.status, one && 'done');
      assert.equal(left.find(({ id }) => id === other?.id)?.status, other && 'cancelled');
    } finally {
      shell.remove();
    }
  });
}
