import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { hostname } from 'node:os';
import { afterEach, beforeEach, test } from 'node:test';
import { knownMachine } from '../../../../src/store/processes/machineId.ts';
import '../../../support/home.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

let world: World;
let child: ChildProcess;

beforeEach(() => {
  world = createWorld();
  child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
});
afterEach(() => child.kill('SIGKILL'));

const pid = (): string => String(child.pid);

async function end(): Promise<void> {
  const closed = new Promise(resolve => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
}

const statusOf = async (id: string): Promise<unknown> => (await world.value('show', id))['status'];

test('an entry that is linked to a process is cancelled by the first act after that ended, and by no look', async () => {
  const id = await world.add('build', '1h', '--process', pid());
  const other = await world.add('other', '1h');
  const link = (await world.value('show', id))['process'] as Answer;
  assert.deepEqual([link['pid'], link['host'], link['machine']], [child.pid, hostname(), knownMachine()]);
  const shown = await world.say('show', id);
  assert.ok(shown.ok && shown.say.includes(`Linked to:   process ${pid()} of `));
  await world.say('snooze', other, '2h');
  assert.equal(await statusOf(id), 'pending', 'while it runs');
  await end();
  for (const look of ['list', 'query', 'doctor']) {
    await world.say(look);
  }
  assert.equal(await statusOf(id), 'pending', 'a look writes nothing');
  await world.say('snooze', other, '3h');
  const after = await world.value('show', id);
  assert.deepEqual(
    [after['status'], after['reason']],
    ['cancelled', `Process ${pid()}, which it was linked to, has ended.`],
  );
  const rows = world.rows().length;
  await world.say('snooze', other, '4h');
  assert.equal(world.rows().length, rows + 1, 'and once');
});

test('reopened once its process has ended, it is linked to it no more, and stays open', async () => {
  const id = await world.add('build', '1h', '--process', pid());
  const other = await world.add('other', '1h');
  await world.value('cancel', id);
  assert.notEqual((await world.value('reopen', id))['process'], null, 'while it runs');
  await end();
  await world.say('snooze', other, '2h');
  assert.equal(await statusOf(id), 'cancelled');
  const reopened = await world.value('reopen', id);
  assert.deepEqual([reopened['status'], reopened['process']], ['pending', null]);
  await world.say('snooze', other, '3h');
  assert.equal(await statusOf(id), 'pending');
});

test('it is cancelled instead of being acted on or run', async () => {
  const done = await world.add('a', '1h', '--process', pid());
  const run = await world.add('b', '1h', '--process', pid(), '--agent', 'claude', '--prompt', 'Go on');
  await end();
  assert.match(await world.refusal('run', run), /already cancelled/);
  assert.equal(world.starts.length, 0);
  assert.equal(await statusOf(done), 'cancelled', 'a run looks after all of them');
  assert.match(await world.refusal('done', done), /already cancelled/);
});

test('a process of another machine is not looked for, one of an earlier start of this one is gone', async () => {
  const [there, old, before, reused] = [
    await world.add('there', '1h', '--process', pid()),
    await world.add('there', '1h', '--process', pid()),
    await world.add('before', '1h', '--process', pid()),
    await world.add('reused', '1h', '--process', pid()),
  ];
  const { ledger } = world.project;
  const setLink = async (id: string, change: Readonly<Record<string, unknown>>): Promise<void> => {
    const link = (await world.value('show', id))['process'] as Answer;
    await ledger.act(id, world.clock.now(), () => ({ set: { process: { ...link, ...change } } }));
  };
  await setLink(there, { machine: 'ab'.repeat(16), pid: 999_999_999 });
  await setLink(old, { host: 'elsewhere', machine: undefined, pid: 999_999_999 });
  const { born } = (await world.value('show', before))['process'] as { born?: string };
  assert.ok(born !== undefined || process.platform !== 'linux');
  await setLink(before, { born: `11111111-2222-3333-4444-555555555555 ${born?.split(' ')[1] ?? ''}` });
  await setLink(reused, { born: `${born?.split(' ')[0] ?? ''} 1` });
  await ledger.endLinked(world.clock.now());
  assert.deepEqual([await statusOf(there), await statusOf(old)], ['pending', 'pending']);
  if (process.platform === 'linux') {
    assert.deepEqual([await statusOf(before), await statusOf(reused)], ['cancelled', 'cancelled']);
  }
});

test('a link of an older version, which knew a machine by its name, is one of this machine', async () => {
  const link = { pid: 999_999_999, host: hostname(), born: 'x 1' };
  const world = createWorld({ text: JSON.stringify({ id: 'old', due_at: '2026-01-01T00:00:00Z', process: link }) });
  await world.project.ledger.endLinked(world.clock.now());
  assert.equal((await world.value('show', 'old'))['status'], 'cancelled');
});

test('what is no link of ours is left alone', async () => {
  const world = createWorld({
    text: ['{"pid":"1"}', '{"pid":-1,"host":1}', '[]', '{}', '{"host":"x","pid":1e99}']
      .map((link, index) => `{"id":"x${index}","due_at":"2026-01-01T00:00:00Z","process":${link}}`)
      .join('\n'),
  });
  await world.project.ledger.endLinked(world.clock.now());
  assert.equal((await world.value<Answer[]>('list')).length, 5);
  assert.equal(world.rows().length, 5);
});

test('only a process that runs can be linked to', async () => {
  await end();
  assert.match(await world.refusal('add', 'a', '--when', '1h', '--process', pid()), /There is no process/);
  assert.equal(world.rows().length, 0);
});
