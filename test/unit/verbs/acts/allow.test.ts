import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

const add = (world: World, ...more: readonly string[]): Promise<string> =>
  world.add('Resume', '1h', '--agent', 'claude', '--prompt', 'First line.\nSecond line.', ...more);

const pageOf = (world: World): string => world.asked.at(-1)?.page?.text ?? '';

/** A row that a pull brings: the last one, with other members. */
async function pulled(world: World, id: string, more: Readonly<Record<string, unknown>>): Promise<void> {
  const { defer: _, ...row } = world.rows().findLast(one => one['id'] === id) ?? {};
  await world.project.log.append([
    JSON.stringify({ ...row, ...more, updated_at: new Date(world.clock.now() + 1).toISOString() }),
  ]);
}

test('allow shows the whole prompt and vector, and asks a person', async () => {
  const world = createWorld();
  const id = await add(world);
  assert.match(await world.refusal('allow', id), /^Nothing was allowed\. It takes a "yes"/);
  assert.equal(world.asked.length, 1);
  assert.match(pageOf(world), /\n {2}0: "\/usr\/bin\/claude"\n {2}1: "--"\n {2}2: "<prompt>"\n/);
  assert.match(pageOf(world), /\nPrompt:\n {2}First line\.\n {2}Second line\.$/);
  assert.equal((await world.value('show', id))['approved'], false);
  world.confirms = true;
  assert.equal((await world.value('allow', id))['approved'], true);
  assert.equal((await world.value('show', id))['approved'], true);
  const [listed] = await world.value<Answer[]>('list', '--approved');
  assert.deepEqual([listed?.id, listed?.['approved']], [id, true]);
});

test('the rule of what repeats is read in words before it is allowed, and stands there as the file has it', async () => {
  const world = createWorld();
  const id = await world.add('Audit', 'every weekday at 9', '--agent', 'claude', '--prompt', 'Look.');
  await world.say('allow', id);
  assert.match(pageOf(world), /^Audit\nAt 09:00, Monday through Friday(?: \(UTC\))?\n\n/);
  assert.match(pageOf(world), /\nRepeats: +\{"cron":"0 9 \* \* 1-5"/);
});

test('what a notification may show holds no text of the file', async () => {
  const world = createWorld();
  const id = await add(world);
  world.confirms = true;
  const reply = await world.say('allow', id);
  assert.ok(reply.ok && !reply.say.includes('Resume'));
  const { title = '', detail = '' } = world.asked[0] ?? {};
  assert.ok(!`${title}${detail}`.includes('Resume') && !`${title}${detail}`.includes('line.'));
});

test('an approved entry is not asked about again, and a dry run asks nobody', async () => {
  const world = createWorld();
  const id = await add(world);
  const { approval } = await world.value<{ approval: { approved: unknown; hash: string } }>('allow', id, '--dry-run');
  assert.equal(approval.approved, false);
  assert.match(approval.hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(world.asked, []);
  world.confirms = true;
  await world.value('allow', id);
  await world.value('allow', id);
  assert.equal(world.asked.length, 1);
});

test('a change voids it, is marked, and is shown line by line before it is allowed anew', async () => {
  const world = createWorld();
  const id = await add(world);
  world.confirms = true;
  await world.value('allow', id);
  await pulled(world, id, { payload: { message: 'Resume', agent: 'claude', prompt: 'First line.\nEvil line.' } });
  assert.equal((await world.value('show', id))['approved'], 'changed');
  const reply = await world.say('list');
  assert.ok(reply.ok && reply.say.includes('changed since allowed'));
  world.clock.push(2 * HOUR);
  const [turn] = await world.value<{ result: string; why: string }[]>('run', '--due');
  assert.match(turn?.why ?? '', /has changed since it was allowed/);
  assert.deepEqual(world.starts, []);
  await world.value('allow', id);
  assert.match(pageOf(world), /\nChanged since it was allowed \(Mon 23 Nov, 10:00 UTC .*\):\n/);
  assert.match(pageOf(world), /\n {4}First line\.\n- {3}Second line\.\n\+ {3}Evil line\.\n/);
  assert.equal((await world.value('show', id))['approved'], true);
});

test('what comes up once is allowed for its time: the person is told so, and asked again where it is brought forward', async () => {
  const world = createWorld();
  const id = await add(world);
  world.confirms = true;
  await world.value('allow', id);
  assert.match(world.asked[0]?.title ?? '', /, once, when it is due\?$/);
  assert.match(world.asked[0]?.detail ?? '', /for one run, Mon 23 Nov, 11:00 UTC .*or later\.$/);
  await world.value('reschedule', id, '10m');
  assert.equal((await world.value('show', id))['approved'], 'changed');
  world.clock.push(HOUR / 2);
  const [turn] = await world.value<{ why: string }[]>('run', '--due');
  assert.match(turn?.why ?? '', /allowed for Mon 23 Nov, 11:00 UTC .*brought forward since.*allow it again/);
  await world.value('allow', id);
  assert.match(
    pageOf(world),
    /Changed since it was allowed .*:\n- Due: {7}Mon 23 Nov, 11:00 .*\n\+ Due: {7}Mon 23 Nov, 10:10/,
  );
  await world.value('reschedule', id, '3h');
  assert.equal((await world.value('show', id))['approved'], true, 'a later time stands');
});

test('its one run uses it up; reopened, it is asked about again', async () => {
  const world = createWorld();
  const id = await add(world);
  world.confirms = true;
  await world.value('allow', id);
  world.clock.push(2 * HOUR);
  await world.value('run', '--due');
  assert.equal(world.starts.length, 1);
  await world.value('reopen', id);
  await world.value('reschedule', id, '1h');
  assert.equal((await world.value('show', id))['approved'], 'used');
  const listed = await world.say('list');
  assert.ok(listed.ok && listed.say.includes('allowed run used up'));
  world.clock.push(2 * HOUR);
  const [turn] = await world.value<{ why: string }[]>('run', '--due');
  assert.match(turn?.why ?? '', /allowed for one run, which has happened.*defer allow/);
  await world.value('allow', id);
  assert.match(pageOf(world), /\nIt was allowed for one run \(Mon 23 Nov, 10:00 UTC .*\)\), which has happened\.\n/);
});

for (const act of ['done', 'cancel'] as const) {
  test(`what a person closed with ${act} runs by no row that opens it again, unless they undo it`, async () => {
    const world = createWorld();
    const id = await add(world);
    world.confirms = true;
    await world.value('allow', id);
    await world.value(act, id);
    await world.value('undo');
    assert.equal((await world.value('show', id))['approved'], true);
    await world.value(act, id);
    await pulled(world, id, { status: 'pending' });
    assert.equal((await world.value('show', id))['approved'], 'used');
    world.clock.push(2 * HOUR);
    const [turn] = await world.value<{ why: string }[]>('run', '--due');
    assert.match(turn?.why ?? '', /dealt with it by hand since it was allowed/);
    assert.equal(world.starts.length, 0);
  });
}

for (const act of ['done', 'skip'] as const) {
  test(`a time of a repeat that a person dealt with by ${act} runs by no row, its next one does`, async () => {
    const world = createWorld();
    const id = await world.add('Hourly', 'every 1h', '--agent', 'claude');
    world.confirms = true;
    await world.value('allow', id);
    const before = world.rows().findLast(row => row['id'] === id) ?? {};
    world.clock.push(HOUR);
    await world.value(act, id);
    const after = world.rows().findLast(row => row['id'] === id) ?? {};
    await pulled(world, id, { due_at: before['due_at'], slot: before['slot'] });
    await world.value('run', '--due');
    assert.equal(world.starts.length, 0);
    world.clock.push(HOUR);
    await pulled(world, id, { due_at: after['due_at'], slot: after['slot'] });
    await world.value('run', '--due');
    assert.equal(world.starts.length, 1);
  });
}

test('a repeat that a person paused runs by no row that turns it on again, but once they resume it', async () => {
  const world = createWorld();
  const id = await world.add('Hourly', 'every 1h', '--agent', 'claude');
  world.confirms = true;
  await world.value('allow', id);
  const { repeat } = world.rows().findLast(row => row['id'] === id) ?? {};
  await world.value('pause', id);
  await pulled(world, id, { repeat });
  assert.equal((await world.value('show', id))['approved'], 'used');
  world.clock.push(HOUR);
  const [turn] = await world.value<{ why: string }[]>('run', '--due');
  assert.match(turn?.why ?? '', /by hand|already dealt with/);
  assert.equal(world.starts.length, 0);
  await world.refusal('resume', id);
  await world.value('pause', id);
  await world.value('resume', id);
  assert.equal((await world.value('show', id))['approved'], true);
  world.clock.push(2 * HOUR);
  await world.value('run', '--due');
  assert.equal(world.starts.length, 1);
});

test('a repeat is allowed for each of its times', async () => {
  const world = createWorld();
  const id = await world.add('Nightly', 'every 1h', '--agent', 'claude');
  world.confirms = true;
  await world.value('allow', id);
  assert.match(world.asked[0]?.title ?? '', /whenever it is due\?$/);
  for (const _ of [1, 2]) {
    world.clock.push(HOUR);
    await world.value('run', '--due');
  }
  assert.equal(world.starts.length, 2);
  assert.equal((await world.value('show', id))['approved'], true);
});

test('allow says where this time is still for a person', async () => {
  const world = createWorld();
  const id = await add(world);
  world.confirms = true;
  world.clock.push(2 * HOUR);
  const reply = await world.say('allow', id);
  assert.ok(reply.ok && /start it yourself this time/.test(reply.say));
});

test('disallow takes it back', async () => {
  const world = createWorld();
  const id = await add(world);
  assert.match(await world.refusal('disallow', id), /nothing to stop/);
  world.confirms = true;
  await world.value('allow', id);
  assert.equal((await world.value('disallow', id))['approved'], false);
  world.clock.push(2 * HOUR);
  const [turn] = await world.value<{ result: string }[]>('run', '--due');
  assert.deepEqual([turn?.result, world.starts], ['skipped', []]);
});

test('no agent approves or takes back, whatever name it has, and nothing is asked', async () => {
  for (const who of [{ underAgent: true }, { author: 'agent:claude' }]) {
    const world = createWorld();
    const id = await add(world);
    world.confirms = true;
    Object.assign(world.host, who);
    assert.match(await world.refusal('allow', id), /Only a person/);
    assert.match(await world.refusal('disallow', id), /Only a person/);
    assert.deepEqual(world.asked, []);
  }
});

test('where nobody keeps approvals there is none', async () => {
  const world = createWorld();
  const id = await add(world);
  world.confirms = true;
  Object.assign(world.host, { approvals: undefined });
  assert.match(await world.refusal('allow', id), /Nothing can be allowed here/);
  assert.equal((await world.value('show', id))['approved'], undefined);
});

test('a reminder cannot be allowed', async () => {
  const world = createWorld();
  const id = await world.add('Tea', '1h');
  assert.match(await world.refusal('allow', id), /A reminder has nothing to run/);
});

test('doctor tells how many runs without a person there were, and the limits', async () => {
  const world = createWorld();
  world.limits = { dailyRuns: 3, quiet: { from: 22 * 60, to: 7 * 60 } };
  const reply = await world.say('doctor');
  assert.ok(reply.ok && reply.say.endsWith('Automatic runs today: 0 of 3; quiet hours 22:00-07:00.'));
  const { usage } = await world.value<{ usage: unknown }>('doctor');
  assert.deepEqual(usage, { runs: 0, daily_runs: 3, quiet_hours: '22:00-07:00' });
});
