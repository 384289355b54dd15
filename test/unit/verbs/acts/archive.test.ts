import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR } from '../../../../src/core/basics/time.ts';
import { archive } from '../../../../src/verbs/acts/archive.ts';
import { createWorld } from '../../../support/world.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';

interface Archived {
  readonly ids: readonly string[];
}

test('closed entries leave the schedule; a person sees how many, and they are not listed any more', async () => {
  const world = createWorld();
  const [a, b, c] = [await world.add('a', '1h'), await world.add('b', '1h'), await world.add('c', '1h')];
  await world.say('done', a);
  await world.say('cancel', b);
  const reply = await world.say('archive');
  assert.ok(reply.ok);
  assert.equal(reply.say, 'Archived 2 entries in archive.');
  assert.deepEqual(reply.value, [{ scope: 'project', folder: '/home/me/project', ids: [a, b], files: ['archive'] }]);
  assert.deepEqual(
    (await world.value<{ id: string }[]>('list', '--all')).map(({ id }) => id),
    [c],
  );
  assert.match(await world.refusal('show', a), /There is no entry/);
  assert.match(await world.refusal('reopen', a), /There is no entry/);
  assert.equal((await world.value<{ title: string }>('show', c)).title, 'c');
  const again = await world.say('archive');
  assert.ok(again.ok && again.say === 'There is nothing to archive.');
});

test('--older-than keeps what was closed of late', async () => {
  const world = createWorld();
  const [a, b] = [await world.add('a', '1h'), await world.add('b', '1h')];
  await world.say('done', a);
  world.clock.push(20 * DAY);
  await world.say('done', b);
  world.clock.push(15 * DAY);
  assert.deepEqual((await world.value<Archived[]>('archive', '--older-than', '30d'))[0]?.ids, [a]);
  assert.deepEqual((await world.value<Archived[]>('archive', '--older-than', '1mo'))[0]?.ids, []);
  assert.deepEqual((await world.value<Archived[]>('archive', '--older-than', '2 weeks'))[0]?.ids, [b]);
  assert.match(await world.refusal('archive', '--older-than', 'long ago'), /such as 30d/);
});

test('what something still needs stays: an awaited entry, one being run, the rows of a schedule file', async () => {
  const world = createWorld({
    text: '{"id":"schedule:nightly","status":"done","created_by":"file:.sf/schedules/nightly.md","x":1}',
    folder: process.cwd(),
  });
  const [a, b] = [await world.add('a', '1h'), await world.add('b', '1h')];
  const waiting = await world.value('add', 'after a', '--after', a);
  await world.record(b, { token: 'abc', event: 'started' });
  for (const id of [a, b]) {
    await world.say('done', id);
  }
  world.alive = true;
  assert.deepEqual((await world.value<Archived[]>('archive'))[0]?.ids, []);
  world.alive = false;
  await world.say('cancel', waiting.id);
  world.clock.push(HOUR);
  assert.deepEqual((await world.value<Archived[]>('archive'))[0]?.ids, [a, b, waiting.id]);
});

test('no agent archives', async () => {
  const world = createWorld();
  await world.say('done', await world.add('a', '1h'));
  for (const host of [
    { ...world.host, underAgent: true },
    { ...world.host, author: 'agent:claude' },
  ]) {
    const reply = await askVerb(host, archive, {});
    assert.ok(!reply.ok && /Only a person/.test(reply.why));
  }
  assert.equal(world.project.log.archived.length, 0);
});
