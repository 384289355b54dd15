import assert from 'node:assert/strict';
import { existsSync, promises, readFileSync, watch } from 'node:fs';
import { appendFile, link, mkdir, open, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { encodeChange } from '../../../../src/core/rows/encode.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { END_OF_TIME, instant } from '../../../../src/core/basics/time.ts';
import { appendRows } from '../../../../src/store/log/append.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import type { Archived } from '../../../../src/store/log/scheduleLog.ts';
import { lockPath } from '../../../../src/store/log/archiveLock.ts';
import { markOf } from '../../../../src/store/processes/processMark.ts';
import { survivesDeath } from '../../../support/archiveDeath.ts';
import { emptyFolder, folderWith, scheduleOf } from '../../../support/folder.ts';
import { appendAtOnce, idsOfWriters, mayMix } from '../../../support/processes.ts';
import { onPosix, withLinks } from '../../../support/systems.ts';

const NOW = instant(Date.UTC(2026, 10, 23, 10));
const JULY = instant(Date.UTC(2026, 6, 1));
const writer = { now: NOW, actor: 'abc123', digest };

const row = (id: string, set: Readonly<Record<string, unknown>>, now = NOW): string =>
  encodeChange(id, undefined, { set }, { ...writer, now });
const closed = (id: string, now = NOW): string =>
  row(id, { status: 'done', due_at: '2026-01-01T00:00:00.000Z', n: 1 }, now);
const pending = (id: string): string => row(id, { status: 'pending', due_at: '2026-01-01T00:00:00.000Z' });

async function archiveAll(folder: string, closedBy = END_OF_TIME): Promise<Archived> {
  const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
  const ids = new Set(Array.from((await ledger.look()).all(), ({ id }) => id));
  const archived = await ledger.archive({ ids, closedBy }, NOW);
  assert.ok(!isRefusal(archived));
  return archived;
}

const archiveOf = (folder: string, month = '202611'): string =>
  join(folder, '.sf', 'archive', `schedule_${month}.jsonl`);
const textOf = (path: string): Promise<string> => readFile(path, 'utf8');

/** The fields of every entry, tombstones left out. */
async function listed(folder: string): Promise<Readonly<Record<string, string>>> {
  const schedule = await new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked).look();
  const entries = [...schedule.all()].filter(state => 'n' in state.fields() || state.isOpen);
  return Object.fromEntries(entries.map(state => [state.id, state.status]));
}

/** What the locks of a file are called, in a folder that is there: other tests of this process may have removed it. */
async function placeOfLocks(path: string): Promise<string> {
  const place = await lockPath(path);
  await mkdir(dirname(place), { recursive: true });
  return place;
}

test('whole closed entries go to the file of the month they were closed in; all else stays byte for byte', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`\uFEFF${closed('a')}\r\n\n${pending('b')}\nnonsense \u0007\n`),
    Buffer.from([0xff, 0xfe, 0x0a]),
    Buffer.from(`${closed('c', JULY)}\n<<<<<<< mine\n${JSON.stringify({ id: 'a', note: 'later' })}\n{"id":"torn`),
  ]);
  const folder = await folderWith(bytes);
  assert.deepEqual(await archiveAll(folder), {
    ids: ['a', 'c'],
    files: [join('.sf', 'archive', 'schedule_202607.jsonl'), join('.sf', 'archive', 'schedule_202611.jsonl')],
  });
  const after = await readFile(scheduleOf(folder));
  const lines = after.toString('latin1').split('\n');
  const [c, a] = [lines[4], lines[6]].map(line => JSON.parse(line ?? '') as Record<string, unknown>);
  assert.deepEqual([c?.['id'], c?.['status'], a?.['id'], a?.['status']], ['c', 'done', 'a', 'done']);
  assert.deepEqual(Object.keys(c ?? {}), ['schemaVersion', 'id', 'status', 'due_at', 'defer']);
  assert.deepEqual(
    [...lines.slice(0, 4), lines[5], ...lines.slice(7)],
    ['', pending('b'), 'nonsense \u0007', '\u00ff\u00fe', '<<<<<<< mine', '{"id":"torn'],
  );
  assert.equal(await textOf(archiveOf(folder, '202607')), `${closed('c', JULY)}\n`);
  assert.equal(
    await textOf(archiveOf(folder)),
    `\uFEFF${closed('a')}\r\n${JSON.stringify({ id: 'a', note: 'later' })}\n`,
  );
  assert.deepEqual(await listed(folder), { b: 'pending' });
  assert.equal((await readdir(join(folder, '.sf'))).includes('schedule.jsonl.tmp'), false);
});

test('archiving again, also after a merge brought old rows back, adds nothing twice and makes nothing due', async () => {
  const [mine, done, foreign] = [pending('a'), closed('a'), '{"id":"x","due_at":"2026-01-01T00:00:00Z"}'];
  const folder = await folderWith(`${mine}\n${done}\n${foreign}\n{"id":"x","status":"done"}\n`);
  await archiveAll(folder);
  const [schedule, archive] = [await textOf(scheduleOf(folder)), await textOf(archiveOf(folder))];
  assert.deepEqual((await archiveAll(folder)).ids, []);
  assert.equal(await textOf(scheduleOf(folder)), schedule);
  await writeFile(scheduleOf(folder), `${mine}\n${foreign}\n${schedule}${foreign}\n${mine}\n`);
  const merged = await new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked).look();
  assert.equal(merged.dueCount(END_OF_TIME), 0);
  assert.equal(merged.open.length, 0);
  await archiveAll(folder);
  const added = (await textOf(archiveOf(folder))).slice(archive.length);
  assert.equal(added.includes('"n":1'), false);
  assert.equal(added.split('\n').length, 3, 'the two tombstones that were replaced');
  assert.equal((await textOf(scheduleOf(folder))).split('\n').length, 3);
});

test('only what was closed long enough ago leaves; one of a newer format, or open again, stays', async () => {
  const text = `${closed('a')}\n${closed('b', JULY)}\n{"id":"n","schemaVersion":2,"status":"done"}\n${closed('o', JULY)}\n`;
  const folder = await folderWith(text);
  const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
  await ledger.look();
  await appendFile(scheduleOf(folder), '{"id":"o","status":"pending"}\n');
  const archived = await ledger.archive({ ids: new Set(['a', 'b', 'n', 'o']), closedBy: JULY }, NOW);
  assert.deepEqual(archived, { ids: ['b'], files: [join('.sf', 'archive', 'schedule_202607.jsonl')] });
});

test('git is told how to merge archives, in a file that is a plain one', async () => {
  const folder = await folderWith(`${closed('a')}\n`);
  const attributes = join(folder, '.sf', '.gitattributes');
  await writeFile(attributes, '*.md text');
  await archiveAll(folder);
  await appendRows(folder, [closed('b')]);
  await archiveAll(folder);
  assert.equal(await textOf(attributes), '*.md text\narchive/*.jsonl text eol=lf merge=union\n');
  const other = await folderWith(`${closed('a')}\n`);
  const elsewhere = join(await emptyFolder(), 'theirs');
  await writeFile(elsewhere, '');
  await symlink(elsewhere, join(other, '.sf', '.gitattributes'));
  await archiveAll(other);
  assert.equal(await textOf(elsewhere), '');
});

test('a link in a repository does not lead the archive elsewhere', withLinks, async () => {
  for (const plant of [
    async (folder: string, outside: string) => symlink(outside, join(folder, '.sf', 'archive')),
    async (folder: string, outside: string) => {
      await mkdir(join(folder, '.sf', 'archive'));
      await writeFile(join(outside, 'theirs'), '');
      await symlink(join(outside, 'theirs'), archiveOf(folder));
    },
    async (folder: string, outside: string) => {
      await mkdir(join(folder, '.sf', 'archive'));
      await writeFile(join(outside, 'theirs'), '');
      await link(join(outside, 'theirs'), archiveOf(folder));
    },
  ]) {
    const folder = await folderWith(`${closed('a')}\n`);
    const outside = await emptyFolder();
    await plant(folder, outside);
    await assert.rejects(archiveAll(folder), { name: 'StoreFault', message: /link/ });
    assert.equal(await textOf(scheduleOf(folder)), `${closed('a')}\n`);
    for (const name of await readdir(outside)) {
      assert.equal(await textOf(join(outside, name)), '');
    }
  }
});

/** Lets something happen right before a file is put in the place of another: the schedule, or one of this ending. */
function beforeRename(t: TestContext, happen: (path: string) => Promise<void>, ending = '.jsonl'): void {
  const { rename: real } = promises;
  t.mock.method(promises, 'rename', async (from: string, to: string) => {
    await (to.endsWith(ending) ? happen(to) : undefined);
    return real(from, to);
  });
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
}

// Windows cannot replace an open file. closedArchive.test.ts has these four tests for it.
test('a line that another program adds right before the move is in the new file', onPosix, async t => {
  const folder = await folderWith(`${closed('a')}\n${pending('b')}\n`);
  beforeRename(t, path => appendFile(path, '{"id":"b","status":"done","n":2}\n{"id":"whole"'));
  await archiveAll(folder);
  const lines = (await textOf(scheduleOf(folder))).split('\n').filter(Boolean);
  assert.deepEqual(lines.slice(1), [pending('b'), '{"id":"b","status":"done","n":2}', '{"id":"whole"']);
});

test('a row that is half written right after the move is whole in the new file', onPosix, async t => {
  const folder = await folderWith(`${closed('a')}\n${pending('b')}\n`);
  const late = `${pending('late')}\n`;
  const old = await open(scheduleOf(folder), 'a');
  beforeRename(t, async () => {
    await old.write(late.slice(0, 40));
    setTimeout(() => void old.write(late.slice(40)), 60);
  });
  await archiveAll(folder);
  await old.close();
  const lines = (await textOf(scheduleOf(folder))).split('\n').filter(Boolean);
  assert.deepEqual(lines.slice(1), [pending('b'), pending('late')]);
});

test('what says that the file is being replaced is there whole, with the process that does it', async t => {
  const folder = await folderWith(`${closed('a')}\n`);
  const swap = `${await placeOfLocks(scheduleOf(folder))}.swap`;
  const seen: string[] = [];
  const watcher = watch(join(swap, '..'), () => {
    const text = existsSync(swap) ? readFileSync(swap, 'utf8') : undefined;
    seen.push(...(text === undefined ? [] : [text]));
  });
  beforeRename(t, async () => void seen.push(await textOf(swap)));
  await archiveAll(folder);
  watcher.close();
  const { pid, born } = await markOf(process.pid);
  assert.deepEqual([...new Set(seen)], [`${pid}\n${born ?? ''}`]);
});

test('a file that another program put there meanwhile is left alone', onPosix, async t => {
  const folder = await folderWith(`${closed('a')}\n`);
  beforeRename(
    t,
    async () => {
      await writeFile(`${scheduleOf(folder)}.git`, `${pending('theirs')}\n`);
      await rename(`${scheduleOf(folder)}.git`, scheduleOf(folder));
    },
    '.swap',
  );
  const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
  const answer = await ledger.archive({ ids: new Set(['a']), closedBy: END_OF_TIME }, NOW);
  assert.ok(isRefusal(answer) && /was replaced/.test(answer.why));
  assert.equal(await textOf(scheduleOf(folder)), `${pending('theirs')}\n`);
});

test('one process archives at a time', async () => {
  const folder = await folderWith(`${closed('a')}\n`);
  const lock = `${await placeOfLocks(scheduleOf(folder))}.lock`;
  await mkdir(lock, { recursive: true });
  const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
  const answer = await ledger.archive({ ids: new Set(['a']), closedBy: END_OF_TIME }, NOW);
  assert.ok(isRefusal(answer) && /right now/.test(answer.why));
  await rm(lock, { recursive: true });
  assert.equal((await archiveAll(folder)).ids.length, 1);
});

test('a writer that wrote to the old file during the move writes again', onPosix, async () => {
  const folder = await folderWith(`${pending('a')}\n`);
  const path = scheduleOf(folder);
  const swap = `${await placeOfLocks(path)}.swap`;
  const { pid, born } = await markOf(process.pid);
  await writeFile(swap, `${pid}\n${born ?? ''}`);
  const written = appendRows(folder, [pending('b')]);
  while ((await textOf(path)).split('\n').length < 3) {
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  // As an archive that dies before it adds what was written meanwhile.
  await writeFile(`${path}.tmp`, `${pending('a')}\n`);
  await rename(`${path}.tmp`, path);
  await rm(swap);
  await written;
  assert.equal(await textOf(path), `${pending('a')}\n${pending('b')}\n`);
  await writeFile(swap, '999999999\ngone');
  await appendRows(folder, [pending('c')]);
  await rm(swap);
});

test('a row that is half written while a new file is put in its place is in that whole, and once', async () => {
  const folder = await folderWith(`${closed('a')}\n${pending('b')}\n`);
  const late = `${pending('late')}\n`;
  // A row of many pages is seen growing, as the disk takes it.
  const old = await open(scheduleOf(folder), 'a');
  await old.write(late.slice(0, 40));
  const archiving = archiveAll(folder);
  await new Promise(resolve => setTimeout(resolve, 60));
  await old.write(late.slice(40));
  await old.close();
  assert.deepEqual((await archiving).ids, ['a']);
  const lines = (await textOf(scheduleOf(folder))).split('\n').filter(Boolean);
  assert.deepEqual(lines.slice(1), [pending('b'), pending('late')]);
});

test('the end of a row whose writer died stays what it is, and what comes later is not mixed with it', async () => {
  const folder = await folderWith(`${closed('a')}\n${pending('b')}\n{"id":"torn`);
  assert.deepEqual((await archiveAll(folder)).ids, ['a']);
  await appendRows(folder, [pending('c')]);
  const lines = (await textOf(scheduleOf(folder))).split('\n');
  assert.deepEqual(lines.slice(1), [pending('b'), '{"id":"torn', pending('c'), '']);
});

/** The id of a row; undefined for a broken line. */
const idIn = (line: string): string | undefined => {
  try {
    return (JSON.parse(line) as { readonly id: string }).id;
  } catch {
    return undefined;
  }
};

test('four processes add rows while others archive over and over: none is lost', async () => {
  const folder = await folderWith('');
  const ids: string[] = [];
  let isOver = false;
  const appending = appendAtOnce(folder, 4, 100, 200).finally(() => (isOver = true));
  const archiving = (async () => {
    for (let index = 0; !isOver; index += 1) {
      const id = `closed${index}`;
      ids.push(id);
      await appendRows(folder, [closed(id)]);
      await archiveAll(folder);
    }
  })();
  await Promise.all([appending, archiving]);
  const lines = (await textOf(scheduleOf(folder))).split('\n').filter(Boolean);
  const there = new Set(lines.map(idIn));
  assert.ok(mayMix || !there.has(undefined), 'every line is a row');
  assert.ok(ids.length > 1, `archived ${ids.length} times`);
  assert.deepEqual(
    idsOfWriters(4, 100).filter(id => !there.has(id)),
    [],
  );
  const archived = (await textOf(archiveOf(folder))).split('\n').filter(line => line.includes('"n":1'));
  assert.deepEqual(
    archived,
    ids.map(id => closed(id)),
  );
});

test('killed before a step that changes the disk, it leaves every entry to be read, and the next archive ends it', t =>
  survivesDeath(t, 5));
