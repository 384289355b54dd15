import assert from 'node:assert/strict';
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ImportReport } from '../../../../src/render/review/importText.ts';
import { archive } from '../../../../src/verbs/acts/archive.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';
import { canUndo } from '../../../../src/verbs/undo/undoable.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'import');

const take = (world: World, ...words: readonly string[]): Promise<ImportReport> => world.value('import', ...words);
const openIds = async (world: World): Promise<readonly string[]> =>
  (await world.value<Answer[]>('list', '--all'))
    .filter(({ status }) => status !== 'cancelled' && status !== 'done')
    .map(({ id }) => id);

test('undo withdraws what an import brought, and another import brings it back as it was', async () => {
  const world = createWorld();
  const mine = await world.add('Read the logs', '2h');
  const first = await take(world, join(FIXTURES, 'agent-defer'));
  const before = await openIds(world);
  const picture = async (): Promise<unknown> => {
    const all = await world.value<Answer[]>('list', '--all');
    return all.map(({ updated_at: _, line: __, late_ms: ___, ...rest }) => rest);
  };
  const imported = await picture();
  world.clock.push(1000);
  const reply = await world.say('undo');
  assert.ok(reply.ok);
  assert.match(
    reply.say,
    /^The import is undone\. Withdrawn: \d entries\. Another import brings that back\. Left as they are, changed or closed: \d\.$/,
  );
  assert.deepEqual(await openIds(world), [mine]);
  assert.equal((await world.value('undo')).id, mine, 'the next undo is about the act before');
  world.clock.push(1000);
  await world.value('reopen', mine);
  const again = await take(world, join(FIXTURES, 'agent-defer'));
  assert.equal(again.added.length + again.already.length, first.added.length);
  assert.deepEqual(await openIds(world), before);
  assert.deepEqual(await picture(), imported);
});

test('what somebody changed since the import stays, and so does what a person cancelled', async () => {
  const world = createWorld();
  await take(world, join(FIXTURES, 'agent-defer'));
  const [kept, cancelled] = await openIds(world);
  assert.ok(kept !== undefined && cancelled !== undefined);
  world.clock.push(1000);
  await world.value('snooze', kept, '4h');
  await world.value('cancel', cancelled);
  const { undo } = world.host;
  assert.ok(undo);
  const [{ key: one } = { key: '' }, { key: other } = { key: '' }] = await undo.last(world.project.ledger.folder);
  await undo.settle(world.project.ledger.folder, [one, other]);
  world.clock.push(1000);
  await world.value('undo');
  assert.deepEqual(await openIds(world), [kept]);
  const again = await take(world, join(FIXTURES, 'agent-defer'));
  assert.ok(again.already.includes(cancelled), 'a person cancelled it');
});

test('undo deletes the schedule files that an import made, and keeps the one that was changed since', async () => {
  const folder = await emptyFolder();
  const world = createWorld({ folder });
  const { files } = await take(world, 'a3s', join(FIXTURES, 'a3s'));
  assert.ok(files.length > 1);
  const [changed] = files;
  assert.ok(changed);
  await appendFile(join(folder, changed.file), 'And more.\n');
  await world.value('undo');
  assert.deepEqual(await readdir(join(folder, '.sf/schedules')), [changed.file.split('/').at(-1)]);
  const again = await take(world, 'a3s', join(FIXTURES, 'a3s'));
  assert.equal(again.files.length, files.length - 1);
});

test('nothing of an import is undone that was closed since, and that is said', async () => {
  const world = createWorld();
  await take(world, join(FIXTURES, 'agent-defer'));
  const { undo } = world.host;
  assert.ok(undo);
  const host = { ...world.host };
  delete (host as { undo?: unknown }).undo;
  world.clock.push(1000);
  for (const id of await openIds(world)) {
    const { cancel } = await import('../../../../src/verbs/acts/cancel.ts');
    assert.ok((await askVerb(host, cancel, { id })).ok);
  }
  assert.match(await world.refusal('undo'), /^All that was imported was changed or closed since/);
  assert.match(await world.refusal('undo'), /nothing to undo/);
});

test('an archive is not undone: the answer says the way back, and that way works', async () => {
  const world = createWorld();
  const other = await world.add('Another', '2h');
  const id = await world.add('One', '2h');
  await world.value('done', id);
  const before = await world.value('show', id);
  await world.value('archive');
  const { ledgers, undo } = world.host;
  assert.ok(undo && (await canUndo({ ledgers, undo })), 'the editor offers the undo that says so');
  assert.match(
    await world.refusal('undo'),
    /^You archived entries \(1\), and that cannot be undone\. Their rows are in archive: copy them to the end of .*schedule\.jsonl to have the entries back\. Undo once more/,
  );
  assert.ok(await canUndo({ ledgers, undo }));
  assert.equal((await world.value('undo')).id, other, 'what was done to the archived one is passed over');
  await world.project.log.append(world.project.log.archived);
  const { line: _, ...after } = await world.value('show', id);
  const { line: __, ...was } = before;
  assert.deepEqual(after, was);
});

test('an export is not undone, and its files stay', async () => {
  const world = createWorld();
  const out = await emptyFolder();
  await world.add('Read the logs', 'every day at 9', '--prompt', 'Read them.');
  await world.value('export', 'vscode', '--out', out);
  assert.match(
    await world.refusal('undo'),
    /^You exported entries \(1\), and that cannot be undone\. Delete the files/,
  );
  assert.equal((await readdir(out)).length, 1);
  assert.equal((await world.value('undo'))['status'], 'cancelled', 'the next undo is about the act before');
});

test('an export for agent-defer to a file is not undone either; one that is printed is not noted', async () => {
  const world = createWorld();
  const out = join(await emptyFolder(), 'tasks.jsonl');
  const id = await world.add('Read the logs', '2h', '--agent', 'claude', '--prompt', 'Read them.');
  await world.value('export', 'agent-defer', '--out', out);
  assert.match(
    await world.refusal('undo'),
    /^You exported entries \(1\), .* Delete the files yourself: .*tasks\.jsonl\./,
  );
  await world.value('export', 'agent-defer');
  assert.deepEqual((await world.value('undo')).id, id);
});

test('undo takes back an approval, and nothing before it', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', '2h', '--agent', 'claude', '--prompt', 'Read them.');
  world.confirms = true;
  await world.value('allow', id);
  assert.equal(
    await world.say('undo').then(reply => reply.ok && reply.say),
    'Undone. "Read the logs" no longer runs automatically.',
  );
  const { approved, status } = await world.value('show', id);
  assert.deepEqual([approved, status], [false, 'pending']);
  await world.value('allow', id);
  await world.value('disallow', id);
  assert.match(
    await world.refusal('undo'),
    /^You stopped the automatic runs of "Read the logs", .* Allow them again\./,
  );
  assert.match(await world.refusal('undo'), /^The entry that you allowed no longer runs automatically/);
  assert.equal((await world.value('undo'))['status'], 'cancelled', 'then what was done before');
});

test('where the place was chosen along with the approval, undo takes back both, one by one', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', '2h', '--agent', 'claude', '--prompt', 'Read them.');
  world.confirms = true;
  await world.value('allow', id, '--in', 'here');
  assert.equal((await world.value('undo'))['approved'], false);
  await world.value('undo');
  const { status, payload } = await world.value<Record<string, Record<string, unknown>>>('show', id);
  assert.deepEqual([status, payload?.['in']], ['pending', undefined]);
});

test('an undo after an archive does not undo an earlier act in another schedule instead', async () => {
  const world = createWorld({ global: '' });
  const [project, global] = world.host.ledgers;
  assert.ok(project && global);
  const id = await world.add('One', '2h');
  await world.value('done', id);
  const { add } = await import('../../../../src/verbs/acts/add.ts');
  const there = await askVerb({ ...world.host, ledgers: [global], newId: () => '01OTHER' }, add, {
    message: 'There',
    when: '2h',
  });
  assert.ok(there.ok);
  world.clock.push(1000);
  assert.ok((await askVerb({ ...world.host, ledgers: [project] }, archive, {})).ok);
  assert.match(await world.refusal('undo'), /^You archived entries/);
  assert.equal((await world.value('show', '01OTHER'))['status'], 'pending');
});
