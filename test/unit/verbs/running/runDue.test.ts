import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

interface TurnAnswer {
  readonly id: string;
  readonly result: string;
  readonly why: string | null;
  readonly exit_code: number | null;
}

/** Adds entries due in an hour, in this order, lets a person allow those, and waits for them. */
async function approved(world: World, titles: readonly string[], ...more: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, title] of titles.entries()) {
    ids.push(await world.add(title, `${60 + index}m`, '--agent', 'claude', '--prompt', title, ...more));
  }
  await allow(world, ...ids);
  world.clock.push(2 * HOUR);
  return ids;
}

async function allow(world: World, ...ids: readonly string[]): Promise<void> {
  world.confirms = true;
  for (const id of ids) {
    await world.value('allow', id);
  }
}

const due = (world: World, ...more: readonly string[]): Promise<TurnAnswer[]> =>
  world.value<TurnAnswer[]>('run', '--due', ...more);

const results = (turns: readonly TurnAnswer[]): readonly string[] => turns.map(({ result }) => result);

async function exitCode(world: World, ...more: readonly string[]): Promise<number> {
  const reply = await world.say('run', '--due', ...more);
  return reply.exitCode ?? (reply.ok ? 0 : 1);
}

test('run --due runs what is due and approved, the soonest first, in the way without a person', async () => {
  const world = createWorld();
  const ids = await approved(world, ['One', 'Two']);
  assert.deepEqual(results(await due(world)), ['ran', 'ran']);
  assert.deepEqual(
    world.starts.map(({ entryId, unattended, again }) => [entryId, unattended, again]),
    ids.map(id => [id, true, false]),
  );
  assert.deepEqual(await due(world), [], 'what ran is done');
});

test('a run that a person stopped, or that was interrupted, does not count as failed', async () => {
  const cases = [
    [143, { stopped: true }, 'stopped'],
    [130, {}, 'interrupted'],
    [129, {}, 'interrupted'],
  ] as const;
  for (const [code, ends, result] of cases) {
    const world = createWorld();
    await approved(world, ['One']);
    world.exitCode = code;
    world.ends = ends;
    const reply = await world.say('run', '--due');
    assert.ok(reply.ok && reply.exitCode === undefined, `${result}: ${reply.exitCode}`);
    assert.match(reply.say, new RegExp(`^Due: 1 ${result}\\.`));
    assert.equal((reply.value as TurnAnswer[])[0]?.result, result);
  }
});

test('run --due has nothing to do where nothing is due for an agent', async () => {
  const text = [
    '{"id":"reminder","kind":"reminder","due_at":"2026-11-23T09:00:00Z"}',
    '{"id":"expired","kind":"prompt","due_at":"2026-11-23T08:00:00Z","expires_at":"2026-11-23T09:00:00Z"}',
  ].join('\n');
  const world = createWorld({ text });
  await approved(world, []);
  await world.add('Later', '1h', '--agent', 'claude');
  const reply = await world.say('run', '--due');
  assert.ok(reply.ok && reply.say === 'Nothing is due for an agent.' && reply.exitCode === undefined);
  assert.deepEqual(reply.value, []);
});

test('what is not approved is told and not run, and that is no failure', async () => {
  const world = createWorld();
  const id = await world.add('Resume', '1h', '--agent', 'claude');
  await approved(world, ['Allowed']);
  const [first, second] = await due(world);
  assert.deepEqual([first?.id, first?.result, second?.result], [id, 'skipped', 'ran']);
  assert.match(first?.why ?? '', /not allowed.*defer allow <id>/);
  assert.equal(await exitCode(world), 0);
  assert.equal(world.starts.length, 1);
});

test('what was due before it was approved is left to a person, and its next time is not', async () => {
  const world = createWorld();
  const once = await world.add('Once', '1h', '--agent', 'claude', '--prompt', 'x');
  const often = await world.value('add', 'Often', '--agent', 'claude', '--prompt', 'x', '--cron', '0 11 * * *');
  world.clock.push(2 * HOUR);
  await allow(world, once, often.id);
  const turns = await due(world);
  assert.deepEqual(results(turns), ['skipped', 'skipped']);
  assert.ok(turns.every(({ why }) => /due before it was allowed.*defer run <id>/.test(why ?? '')));
  world.clock.push(24 * HOUR);
  assert.deepEqual(results(await due(world)), ['skipped', 'ran']);
  await world.value('snooze', once, '1m');
  world.clock.push(MINUTE);
  assert.deepEqual(results(await due(world)), ['skipped'], 'a snooze keeps the slot');
});

test('what waits for a person is skipped with the reason, whatever was approved', async () => {
  const text = [
    '{"id":"failed","status":"failed"}',
    '{"id":"odd","status":"executing"}',
    '{"id":"proposed","status":"proposed"}',
    '{"id":"newer","schemaVersion":2}',
    '{"id":"repeat","repeat":{"cron":"nonsense"}}',
    '{"id":"vector","kind":"command"}',
  ].map(line => {
    const due_at = '2026-11-23T09:00:00Z';
    return JSON.stringify({ kind: 'prompt', due_at, payload: { agent: 'claude' }, ...(JSON.parse(line) as object) });
  });
  const world = createWorld({ text: text.join('\n') });
  const why = new Map((await due(world)).map(turn => [turn.id, `${turn.result}: ${turn.why}`]));
  assert.match(why.get('failed') ?? '', /^skipped: It failed, and no retry is left/);
  assert.match(why.get('odd') ?? '', /^skipped: .*a status that this version/);
  assert.match(why.get('proposed') ?? '', /^skipped: .*only a proposal/);
  assert.match(why.get('newer') ?? '', /^skipped: .*Update Defer/);
  assert.match(why.get('repeat') ?? '', /^skipped: Its repeat cannot be read/);
  assert.match(why.get('vector') ?? '', /^skipped: .*names no command/);
  assert.deepEqual([why.size, world.starts], [6, []]);
});

test('one that fails stops none of the others, and makes 1 of it', async () => {
  const world = createWorld();
  await approved(world, ['One', 'Two']);
  world.exitCode = 3;
  const reply = await world.say('run', '--due');
  assert.ok(reply.ok && reply.exitCode === 1);
  assert.deepEqual(
    (reply.value as TurnAnswer[]).map(turn => [turn.result, turn.exit_code]),
    [
      ['failed', 3],
      ['failed', 3],
    ],
  );
  assert.match(reply.say, /^Due: 2 failed\.\n.*One: failed \(exit code 3\)\n.*\nAutomatic runs today: 2 of 20\.$/);
});

test('what a run in a worktree left is told, and that it was over its minutes', async () => {
  const world = createWorld();
  await approved(world, ['One']);
  world.exitCode = 143;
  world.ends = { place: 'worktree', changes: { files: 2, insertions: 3, deletions: 1 }, over_minutes: 20 };
  const reply = await world.say('run', '--due');
  assert.ok(reply.ok);
  assert.match(
    reply.say,
    /One: failed \(over its 20 minutes\)\. It left a result, 2 files \+3 −1: "defer results token1"\.\n/,
  );
});

test('a fault of one is told, and the others run', async () => {
  const world = createWorld();
  const [, second] = await approved(world, ['One', 'Two']);
  const { launcher } = world.host;
  const start = launcher.start.bind(launcher);
  let count = 0;
  launcher.start = async (...given) => {
    count += 1;
    if (count === 1) {
      throw new Error('The disk is full.');
    }
    return start(...given);
  };
  const reply = await world.say('run', '--due');
  assert.ok(reply.ok && reply.exitCode === 1);
  assert.match(reply.say, /One: failed\. The disk is full\.\n.*Two: ran/);
  assert.deepEqual(
    world.starts.map(({ entryId }) => entryId),
    [second],
  );
});

test('once Defer is asked to stop, nothing else is started', async () => {
  const world = createWorld();
  await approved(world, ['One', 'Two']);
  const { launcher } = world.host;
  const start = launcher.start.bind(launcher);
  launcher.start = async (...given) => ({ ...(await start(...given)), stopped: true }) as never;
  const [, second] = await due(world);
  assert.equal(world.starts.length, 1);
  assert.match(second?.why ?? '', /asked to stop/);
});

test('--max allows so many starts and no more; it goes with --due, from 1 on', async () => {
  const world = createWorld();
  await approved(world, ['One', 'Two', 'Three']);
  const turns = await due(world, '--max', '2');
  assert.deepEqual(results(turns), ['ran', 'ran', 'skipped']);
  assert.match(turns[2]?.why ?? '', /--max allows no more/);
  assert.equal(world.starts.length, 2);
  for (const words of [
    ['run', '--due', '--max', '0'],
    ['run', 'x', '--max', '1'],
    ['run', '--due', '--again'],
  ]) {
    const reply = await world.say(...words);
    assert.ok(!reply.ok && reply.exitCode === 2, words.join(' '));
  }
});

test('a dry run says what would run, and starts nothing', async () => {
  const world = createWorld();
  await approved(world, ['One', 'Two']);
  assert.deepEqual(results(await due(world, '--dry-run', '--max', '1')), ['would run', 'skipped']);
  assert.deepEqual(world.starts, []);
});

test('run --due answers 75 once every due entry is claimed by somebody alive', async () => {
  const world = createWorld();
  const [one = '', other = ''] = await approved(world, ['One', 'Other']);
  world.alive = true;
  await world.record(one, { token: 't1', event: 'claimed' });
  await world.record(other, { token: 't2', event: 'claimed' });
  assert.equal(await exitCode(world), 75);
  world.alive = false;
  assert.equal(await exitCode(world), 0, 'a claim whose runner is gone does not count');
});

test('one that is claimed beside one that is not is no 75', async () => {
  const world = createWorld();
  const [one = ''] = await approved(world, ['One', 'Other']);
  world.alive = true;
  await world.record(one, { token: 't1', event: 'claimed' });
  const reply = await world.say('run', '--due');
  assert.ok(reply.ok && reply.exitCode === undefined);
  assert.deepEqual(results(reply.value as TurnAnswer[]), ['claimed', 'ran']);
});

test('an agent starts nothing, whatever was approved', async () => {
  const world = createWorld();
  await approved(world, ['One']);
  const reply = await createHostOfAgent(world);
  assert.match(reply, /Only a person/);
  assert.deepEqual(world.starts, []);
});

async function createHostOfAgent(world: World): Promise<string> {
  Object.assign(world.host, { underAgent: true });
  return world.refusal('run', '--due');
}

test('what ran once does not start again by itself, also where somebody opens it again', async () => {
  const world = createWorld();
  const [id = ''] = await approved(world, ['One']);
  assert.deepEqual(results(await due(world)), ['ran']);
  await world.value('reopen', id);
  const [turn] = await due(world);
  assert.deepEqual([turn?.result, world.starts.length], ['skipped', 1]);
  assert.match(turn?.why ?? '', /has already run/);
});

test('a run that a person closed does not start again by itself', async () => {
  const world = createWorld();
  const [id = ''] = await approved(world, ['One']);
  world.exitCode = 130;
  assert.deepEqual(results(await due(world)), ['interrupted']);
  assert.equal((await world.value('show', id))['status'], 'pending');
  const [turn] = await due(world);
  assert.match(turn?.why ?? '', /was interrupted/);
});

test('a claim that never became a start is tried again, three times at most', async () => {
  const world = createWorld();
  const [id = ''] = await approved(world, ['One']);
  for (const token of ['a1', 'a2']) {
    await world.record(id, { token, event: 'claimed' });
  }
  assert.deepEqual(results(await due(world, '--dry-run')), ['would run']);
  await world.record(id, { token: 'a3', event: 'claimed' });
  assert.deepEqual(results(await due(world)), ['skipped']);
});

test('three failures in a row pause it until a person has looked', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'Often', '--agent', 'claude', '--prompt', 'x', '--cron', '0 * * * *');
  await allow(world, id);
  world.exitCode = 1;
  const outcomes: string[] = [];
  for (let hour = 0; hour < 5; hour += 1) {
    world.clock.push(HOUR);
    outcomes.push(...results(await due(world)));
  }
  assert.deepEqual(outcomes.slice(0, 3), ['failed', 'failed', 'failed']);
  assert.deepEqual(outcomes.slice(3), ['skipped', 'skipped']);
});

test('the daily cap and quiet hours hold, and say so', async () => {
  const world = createWorld();
  await approved(world, ['One', 'Two', 'Three']);
  world.limits = { dailyRuns: 1, quiet: undefined };
  const turns = await due(world);
  assert.deepEqual(results(turns), ['ran', 'skipped', 'skipped']);
  assert.match(turns[1]?.why ?? '', /daily limit of 1 .*reached/);
  world.limits = { dailyRuns: 0, quiet: undefined };
  assert.match((await due(world))[0]?.why ?? '', /daily limit .*is 0/);
  world.limits = { dailyRuns: 20, quiet: { from: 11 * 60, to: 13 * 60 } };
  assert.match((await due(world))[0]?.why ?? '', /quiet hours \(11:00-13:00\)/);
  assert.equal(world.starts.length, 1);
});

test('a repeat whose earlier run still goes on leaves this time out, and goes on to the next', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'Often', '--agent', 'claude', '--prompt', 'x', '--cron', '0 * * * *');
  await allow(world, id);
  world.clock.push(HOUR / 2);
  // Started by hand before its time: an extra run, which moves nothing.
  world.alive = true;
  const next = { occ: 'extra:2026-11-23T11:00:00.000Z', gen: 0 };
  await world.project.ledger.act(id, world.clock.now(), () => ({
    set: {},
    run: { ...next, token: 'e1', event: 'started', at: world.clock.now() },
  }));
  world.clock.push(HOUR / 2);
  const [turn] = await due(world);
  assert.deepEqual([turn?.result, world.starts.length], ['skipped', 0]);
  assert.match(turn?.why ?? '', /skipped \(overlap "skip"\)/);
  const after = await world.value('show', id);
  assert.equal(after['due_at'], '2026-11-23T12:00:00.000Z');
  const runs = after['runs'] as readonly { occ: string; outcome: string }[];
  assert.deepEqual(runs.map(({ occ, outcome }) => [occ, outcome]).at(-1), ['2026-11-23T11:00:00.000Z', 'skipped']);
});

test('with overlap "queue" that time stays due and waits its turn', async () => {
  const world = createWorld();
  const rule = ['--cron', '0 * * * *', '--overlap', 'queue'];
  const { id } = await world.value('add', 'Often', '--agent', 'claude', '--prompt', 'x', ...rule);
  await allow(world, id);
  world.alive = true;
  const slot = { occ: 'extra:2026-11-23T11:00:00.000Z', gen: 0, token: 'e1' };
  const event = (name: 'started' | 'ended', more = {}): Promise<unknown> =>
    world.project.ledger.act(id, world.clock.now(), () => ({
      set: {},
      run: { ...slot, event: name, at: world.clock.now(), ...more },
    }));
  await event('started');
  world.clock.push(HOUR);
  assert.equal(await exitCode(world), 75);
  assert.equal((await world.value('show', id))['due_at'], '2026-11-23T11:00:00.000Z');
  await event('ended', { exit_code: 0 });
  world.alive = false;
  assert.deepEqual(results(await due(world)), ['ran']);
});

test('an entry that nobody approved is not moved on by an overlap', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'Often', '--agent', 'claude', '--prompt', 'x', '--cron', '0 * * * *');
  world.alive = true;
  const run = { occ: 'extra:2026-11-23T11:00:00.000Z', gen: 0, token: 'e1', event: 'started' as const };
  await world.project.ledger.act(id, world.clock.now(), () => ({ set: {}, run: { ...run, at: world.clock.now() } }));
  world.clock.push(HOUR);
  const rows = world.rows().length;
  assert.equal(await exitCode(world), 75);
  assert.equal(world.rows().length, rows);
});

test('of times that came while a run went on, one is left out or queued when it ends', async () => {
  for (const [overlap, next] of [
    ['skip', '2026-11-23T14:00:00.000Z'],
    ['queue', '2026-11-23T12:00:00.000Z'],
  ] as const) {
    const world = createWorld();
    const rule = ['--cron', '0 * * * *', '--overlap', overlap];
    const { id } = await world.value('add', 'Often', '--agent', 'claude', '--prompt', 'x', ...rule);
    await allow(world, id);
    world.clock.push(HOUR);
    world.lasts = 2 * HOUR + MINUTE;
    assert.deepEqual(results(await due(world)), ['ran']);
    const after = await world.value<Answer & { runs: { occ: string; outcome: string; slots?: number }[] }>('show', id);
    assert.equal(after['due_at'], next, overlap);
    const skipped = after.runs.filter(({ outcome }) => outcome === 'skipped');
    assert.deepEqual(
      skipped.map(({ occ, slots }) => [occ, slots]),
      overlap === 'skip' ? [['2026-11-23T12:00:00.000Z', 2]] : [],
    );
    world.lasts = 0;
    assert.deepEqual(results(await due(world)), overlap === 'skip' ? [] : ['ran']);
  }
});
