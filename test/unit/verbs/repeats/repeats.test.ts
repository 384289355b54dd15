import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { at, createWorld, type Answer, type World } from '../../../support/world.ts';

/** Thursday evening in Paris. */
const THURSDAY = '2026-11-19T20:00:00Z';
/** Monday before nine in Paris. */
const MONDAY = '2026-11-23T07:00:00Z';

const until = (world: World, moment: string): void => world.clock.push(at(moment) - world.clock.now());

/** A world on Thursday evening with one entry, every day at nine in Paris; gives its id. */
async function daily(...more: readonly string[]): Promise<readonly [World, string]> {
  const world = createWorld({ now: THURSDAY, zone: 'Europe/Paris' });
  const entry = await world.value('add', 'Check CI', '--when', 'every day at 9', ...more);
  return [world, entry.id];
}

const said = async (world: World, ...words: readonly string[]): Promise<string> => {
  const reply = await world.say(...words);
  assert.ok(reply.ok, reply.ok ? '' : reply.why);
  return reply.say;
};

/** What the runs of an entry say: occurrence to the minute, outcome, and how many slots. */
const history = (answer: Answer): readonly (readonly unknown[])[] =>
  (answer['runs'] as readonly Readonly<Record<string, unknown>>[]).map(({ occ, outcome, slots }) => [
    String(occ).slice(0, 16),
    outcome,
    slots ?? 1,
  ]);

test('words, a cron line and an interval each make an entry that comes again', async () => {
  const world = createWorld({ now: '2026-11-22T10:00:00.500Z', zone: 'UTC' });
  const repeatOf = async (...words: readonly string[]): Promise<readonly unknown[]> => {
    const { repeat, repeats, next, due_at: due } = await world.value('add', 'x', ...words);
    assert.equal((next as readonly string[])[0], due);
    assert.equal((next as readonly string[]).length, 3);
    return [repeat, repeats, due];
  };
  assert.deepEqual(await repeatOf('--when', 'every weekday at 9'), [
    { cron: '0 9 * * 1-5', tz: 'UTC' },
    'At 09:00, Monday through Friday',
    '2026-11-23T09:00:00.000Z',
  ]);
  assert.deepEqual(await repeatOf('--cron', '0 9 * * 1-5', '--tz', 'Europe/Paris'), [
    { cron: '0 9 * * 1-5', tz: 'Europe/Paris' },
    'At 09:00, Monday through Friday',
    '2026-11-23T08:00:00.000Z',
  ]);
  assert.deepEqual(await repeatOf('--every', '30m'), [
    { every: 'PT30M', anchor: '2026-11-22T10:00:00.000Z' },
    'Every 30 minutes',
    '2026-11-22T10:30:00.000Z',
  ]);
  assert.deepEqual((await repeatOf('--when', '@daily'))[0], { cron: '@daily', tz: 'UTC' });
});

test('what will come is said in words with the next three times, in a rehearsal too', async () => {
  const world = createWorld({ now: THURSDAY });
  const words = ['add', 'x', '--cron', '0 9 * * *', '--tz', 'Europe/Paris'];
  const reads = 'At 09:00, every day: Fri 20 Nov, 09:00 CET, then Sat 21 Nov, 09:00 CET, then Sun 22 Nov, 09:00 CET.';
  assert.equal(await said(world, ...words, '--dry-run'), `Would be scheduled to repeat. ${reads}`);
  assert.deepEqual(world.rows(), []);
  assert.equal(await said(world, ...words), `Scheduled to repeat. ${reads}`);
});

test('a repeat ends by --until or --count, and then it is done', async () => {
  for (const [name, value] of [
    ['--until', '2026-11-21T08:00:00Z'],
    ['--count', '2'],
  ] as const) {
    const [world, id] = await daily(name, value);
    until(world, '2026-11-20T08:30:00Z');
    const moved = await world.value('done', id);
    assert.deepEqual([moved['status'], moved['due_at']], ['pending', '2026-11-21T08:00:00.000Z'], name);
    assert.deepEqual(moved['next'], ['2026-11-21T08:00:00.000Z'], name);
    until(world, '2026-11-21T08:30:00Z');
    assert.match(await said(world, 'done', id), /It has ended/);
    assert.equal((await world.value('show', id))['status'], 'done');
  }
});

test('a count is counted from when the entry was made, however often it is written', async () => {
  const [world, id] = await daily('--count', '3');
  const { anchor } = world.rows()[0]?.['repeat'] as Record<string, unknown>;
  assert.equal(anchor, '2026-11-19T20:00:00.000Z', 'whatever becomes of created_at');
  until(world, '2026-11-21T10:00:00Z');
  await world.value('snooze', id, '1h');
  assert.deepEqual((await world.value('done', id))['next'], ['2026-11-22T08:00:00.000Z']);
});

test('what cannot repeat so is refused with what to say instead, and nothing is written', async () => {
  const world = createWorld({ now: THURSDAY });
  const refused = (...words: readonly string[]): Promise<string> => world.refusal('add', 'x', ...words);
  const without = await world.say('add', 'x');
  assert.ok(!without.ok && without.exitCode === 2 && /--when.*--cron or --every/.test(without.why));
  assert.match(without.why, /^Say when it is due: /);
  assert.match(await refused('--when', '1h', '--every', '30m'), /in one way/);
  assert.match(await refused('--cron', '* * * *'), /five fields/);
  assert.match(await refused('--cron', ''), /five or six fields/);
  assert.match(await refused('--cron', '0 0 31 2 *'), /never comes/);
  assert.match(await refused('--every', 'often'), /interval/);
  assert.match(await refused('--cron', '0 9 * * *', '--tz', 'Mars/Olympus'), /no time zone "Mars\/Olympus"/);
  assert.match(await refused('--cron', '0 9 * * *', '--until', '1h'), /before its first time/);
  assert.match(await refused('--cron', '0 9 * * *', '--until', 'soonish'), /^--until: /);
  assert.match(await refused('--cron', '0 9 * * *', '--until', 'every day at 9'), /^--until: /);
  assert.match(await refused('--cron', '0 9 * * *', '--count', '0'), /from 1 up/);
  assert.match(await refused('--cron', '0 9 * * *', '--expires', '2h'), /--until or --count/);
  for (const stray of [
    ['--until', '2h'],
    ['--count', '3'],
    ['--catchup', 'skip'],
  ]) {
    assert.match(await refused('--when', '1h', ...stray), /is for repeats/, stray[0]);
  }
  assert.deepEqual(world.rows(), []);
});

test('an agent may not make a repeat more frequent than every five minutes', async () => {
  const world = createWorld({ now: THURSDAY });
  const { verbs } = await import('../../../../src/verbs/index.ts');
  const add = verbs.find(verb => verb.name === 'add');
  for (const host of [
    { ...world.host, author: 'agent:claude' },
    { ...world.host, underAgent: true },
  ]) {
    for (const input of [{ every: '4m' }, { when: 'every 4m' }, { cron: '*/4 * * * *' }]) {
      const reply = await add?.run(host, { message: 'x', ...input });
      assert.ok(reply && !reply.ok && /more often than every 5 minutes/.test(reply.why), JSON.stringify(input));
    }
    assert.ok((await add?.run(host, { message: 'x', every: '5m' }))?.ok);
  }
  assert.ok((await world.say('add', 'x', '--every', '4m')).ok, 'a person may');
});

test('three slots missed over a weekend are one late entry, and done, skip or a run goes on to the next slot', async () => {
  for (const act of ['done', 'skip', 'run']) {
    const [world, id] = await daily('--agent', 'claude', '--prompt', 'Look');
    until(world, MONDAY);
    const due = await world.value<Answer[]>('list', '--due');
    assert.equal(due.length, 1);
    assert.deepEqual(due[0]?.['missed'], { count: 3, since: '2026-11-20T08:00:00.000Z', skipped: false });
    assert.equal(due[0]['late_ms'], at(MONDAY) - at('2026-11-20T08:00:00Z'));
    assert.match(await said(world, 'list'), /Check CI {2}3 missed since Fri · claude · At 09:00, every day$/);
    assert.match(await said(world, act, id), /Next: Mon 23 Nov, 09:00 CET \(in 1 h\)\.$/);
    const after = await world.value('show', id);
    const { group, status, late_ms: late, missed, due_at: next } = after;
    assert.deepEqual(
      { group, status, late, missed, next },
      {
        ...{ group: 'Today', status: 'pending', late: 0, missed: null },
        next: '2026-11-23T08:00:00.000Z',
      },
    );
    const expected: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
      done: [['2026-11-21T08:00', 'skipped', 2]],
      skip: [['2026-11-20T08:00', 'skipped', 3]],
      run: [
        ['2026-11-20T08:00', 'ok', 1],
        ['2026-11-21T08:00', 'skipped', 2],
      ],
    };
    assert.deepEqual(history(after), expected[act], act);
  }
});

test('one row tells that a repeat was done or skipped', async () => {
  const [world, id] = await daily();
  until(world, MONDAY);
  await world.value('skip', id);
  assert.equal(world.rows().length, 2);
  const row = world.rows().at(-1);
  assert.deepEqual([row?.['status'], row?.['due_at']], ['pending', '2026-11-23T08:00:00.000Z']);
  assert.deepEqual(row?.['repeat'], { cron: '0 9 * * *', tz: 'Europe/Paris' });
});

test('a repeat that is done early leaves out the time that it was done for', async () => {
  const [world, id] = await daily();
  const done = await world.value('done', id);
  assert.equal(done['due_at'], '2026-11-21T08:00:00.000Z');
  assert.deepEqual(done['next'], ['2026-11-21T08:00:00.000Z', '2026-11-22T08:00:00.000Z', '2026-11-23T08:00:00.000Z']);
  assert.deepEqual(history(done), []);
  const skipped = await world.value('skip', id);
  assert.equal(skipped['due_at'], '2026-11-22T08:00:00.000Z');
  assert.equal(history(skipped)[0]?.[1], 'skipped');
});

test('a snooze keeps the slot: late as before, the slots that came meanwhile counted', async () => {
  const [world, id] = await daily();
  until(world, '2026-11-20T10:00:00Z');
  const snoozed = await world.value('snooze', id, '2026-11-22T12:00');
  assert.deepEqual(
    [snoozed['status'], snoozed['original_due_at'], snoozed['missed'], snoozed['late_ms']],
    ['snoozed', '2026-11-20T08:00:00.000Z', null, 0],
  );
  until(world, '2026-11-22T12:00:00Z');
  const back = await world.value('show', id);
  assert.deepEqual(back['missed'], { count: 3, since: '2026-11-20T08:00:00.000Z', skipped: false });
  assert.equal(back['late_ms'], 2 * DAY + 4 * HOUR);
  const moved = await world.value('done', id);
  assert.deepEqual([moved['due_at'], moved['original_due_at']], ['2026-11-23T08:00:00.000Z', null]);
});

test('one that is done while it is snoozed tells of the slots that came meanwhile', async () => {
  const [world, id] = await daily();
  until(world, '2026-11-20T10:00:00Z');
  await world.value('snooze', id, '2026-11-24T12:00');
  until(world, MONDAY);
  const done = await world.value('done', id);
  assert.equal(done['due_at'], '2026-11-23T08:00:00.000Z');
  assert.deepEqual(
    history(done).map(([, ...rest]) => rest),
    [['skipped', 2]],
  );
});

test('a reschedule moves this time only, and after it the rule goes on', async () => {
  const [world, id] = await daily();
  until(world, '2026-11-20T10:00:00Z');
  assert.match(
    await said(world, 'reschedule', id, '2026-11-20T17:00'),
    /^Only this time is rescheduled, to Fri 20 Nov, 17:00 CET/,
  );
  const moved = await world.value('show', id);
  assert.deepEqual(
    [moved['due_at'], moved['original_due_at'], (moved['next'] as string[])[1]],
    ['2026-11-20T16:00:00.000Z', null, '2026-11-21T08:00:00.000Z'],
  );
  until(world, '2026-11-20T17:00:00Z');
  const late = await world.value('show', id);
  assert.deepEqual(late['missed'], { count: 1, since: '2026-11-20T16:00:00.000Z', skipped: false });
  assert.equal((await world.value('done', id))['due_at'], '2026-11-21T08:00:00.000Z');
});

test('a time that comes again is no time to snooze or reschedule to', async () => {
  const [world, id] = await daily();
  for (const verb of ['snooze', 'reschedule']) {
    assert.match(await world.refusal(verb, id, 'every day at 9'), /one time is needed/);
  }
});

test('a paused repeat is never due, refuses to be moved, and comes back at its next slot', async () => {
  const [world, id] = await daily();
  until(world, MONDAY);
  const paused = await world.value('pause', id);
  assert.deepEqual(
    [paused['group'], paused['due_at'], paused['late_ms'], paused['paused'], paused['next'], paused['missed']],
    ['Repeating', null, 0, true, [], null],
  );
  assert.deepEqual(await world.value('list', '--due'), []);
  assert.match(await said(world, 'list'), /^Repeating\n.*Check CI {2}paused · At 09:00, every day$/);
  for (const act of [
    ['done', id],
    ['skip', id],
    ['snooze', id, '1h'],
    ['reschedule', id, '1h'],
    ['pause', id],
  ]) {
    assert.match(await world.refusal(...act), /paused.*defer resume/, act[0]);
  }
  world.clock.push(2 * DAY);
  const resumed = await world.value('resume', id);
  assert.deepEqual(
    [resumed['group'], resumed['due_at'], resumed['repeat']],
    ['Today', '2026-11-25T08:00:00.000Z', { cron: '0 9 * * *', tz: 'Europe/Paris' }],
  );
  assert.match(await world.refusal('resume', id), /not paused/);
});

test('a cancelled repeat is over as a whole', async () => {
  const [world, id] = await daily();
  until(world, MONDAY);
  assert.match(await said(world, 'cancel', id), /no longer repeats/);
  const { status, group, next } = await world.value('show', id);
  assert.deepEqual([status, group, next], ['cancelled', 'Closed', []]);
});

test('skip, pause and resume are for what repeats', async () => {
  const world = createWorld();
  const id = await world.add('Once', '1h');
  for (const verb of ['skip', 'pause']) {
    assert.match(await world.refusal(verb, id), /does not repeat/);
  }
  assert.match(await world.refusal('resume', id), /not paused/);
  await world.value('done', id);
  for (const verb of ['skip', 'pause', 'resume']) {
    assert.match(await world.refusal(verb, id), /already done/);
  }
});

test('a repeat that an agent proposed waits for a person, and does not become pending by the way', async () => {
  const text = '{"id":"p1","status":"proposed","due_at":"2026-11-20T08:00:00Z","repeat":{"cron":"0 9 * * *"}}';
  const world = createWorld({ text });
  for (const verb of ['skip', 'pause']) {
    assert.match(await world.refusal(verb, 'p1'), /only a proposal/);
  }
  assert.equal((await world.value('done', 'p1'))['status'], 'done');
});

test('a run that is not due yet is an extra one and moves nothing', async () => {
  const [world, id] = await daily('--agent', 'claude', '--prompt', 'Look');
  await world.value('run', id);
  const after = await world.value('show', id);
  assert.equal(after['due_at'], '2026-11-20T08:00:00.000Z');
  assert.equal((after['runs'] as { occ: string }[])[0]?.occ, 'extra:2026-11-20T08:00:00.000Z');
  await world.value('pause', id);
  await world.value('run', id);
  assert.equal((await world.value('show', id))['paused'], true);
});

test('a run of a slot that came and was snoozed is that slot', async () => {
  const [world, id] = await daily('--agent', 'claude', '--prompt', 'Look');
  until(world, '2026-11-20T10:00:00Z');
  await world.value('snooze', id, '5h');
  await world.value('run', id);
  const after = await world.value('show', id);
  assert.equal((after['runs'] as { occ: string }[])[0]?.occ, '2026-11-20T08:00:00.000Z');
  assert.deepEqual([after['due_at'], after['status']], ['2026-11-21T08:00:00.000Z', 'pending']);
});

test('a run that fails goes on to the next slot once no retry is left, and the list says so', async () => {
  const [world, id] = await daily('--agent', 'claude', '--prompt', 'Look', '--max-retries', '1');
  until(world, '2026-11-20T10:00:00Z');
  world.exitCode = 3;
  await world.say('run', id);
  const failed = await world.value('show', id);
  assert.deepEqual([failed['status'], failed['attempts'], failed['due_at']], ['failed', 1, '2026-11-20T08:00:00.000Z']);
  await world.say('run', id);
  const moved = await world.value('show', id);
  assert.deepEqual(
    [moved['status'], moved['attempts'], moved['last_error'], moved['due_at']],
    ['pending', 0, 'exit code 3', '2026-11-21T08:00:00.000Z'],
  );
  assert.match(await said(world, 'list'), /last run failed$/);
  assert.equal((moved['runs'] as unknown[]).length, 2);
});

test('a run that was interrupted leaves a repeat where it is', async () => {
  const [world, id] = await daily('--agent', 'claude', '--prompt', 'Look');
  until(world, '2026-11-20T10:00:00Z');
  world.exitCode = 130;
  await world.say('run', id);
  const { status, due_at: due } = await world.value('show', id);
  assert.deepEqual([status, due], ['pending', '2026-11-20T08:00:00.000Z']);
});

test('by the clock of its zone, whatever it does: once a day, in a gap right after it', async () => {
  const world = createWorld({ now: '2027-03-13T12:00:00Z', zone: 'UTC' });
  const { id, due_at: gap } = await world.value('add', 'x', '--cron', '30 2 * * *', '--tz', 'America/New_York');
  assert.equal(gap, '2027-03-14T07:00:00.000Z', '02:30 is skipped there: it comes at 03:00, summer time');
  until(world, String(gap));
  assert.equal((await world.value('done', id))['due_at'], '2027-03-15T06:30:00.000Z');

  const autumn = createWorld({ now: '2026-10-31T12:00:00Z', zone: 'UTC' });
  const twice = await autumn.value('add', 'x', '--cron', '30 1 * * *', '--tz', 'America/New_York');
  assert.equal(twice['due_at'], '2026-11-01T05:30:00.000Z', 'the first of two');
  until(autumn, '2026-11-01T06:00:00Z');
  assert.equal((await autumn.value('done', twice.id))['due_at'], '2026-11-02T06:30:00.000Z');
});

test('slots missed over a change of the clock are counted as the clock showed them', async () => {
  const world = createWorld({ now: '2026-10-30T12:00:00Z', zone: 'UTC' });
  const { id } = await world.value('add', 'x', '--cron', '30 1 * * *', '--tz', 'America/New_York');
  until(world, '2026-11-03T12:00:00Z');
  assert.deepEqual((await world.value('show', id))['missed'], {
    ...{ count: 4, since: '2026-10-31T05:30:00.000Z', skipped: false },
  });
  assert.equal((await world.value('skip', id))['due_at'], '2026-11-04T06:30:00.000Z');
});

test('a repeat that cannot be read is shown as one, and never moved', async () => {
  const text = [
    '{"id":"bad","kind":"prompt","due_at":"2026-11-23T09:00:00Z","repeat":{"cron":"whenever"},"payload":{"prompt":"x"}}',
    '{"id":"often","due_at":"2026-11-23T09:00:00Z","created_by":"agent:x","repeat":{"every":"PT1M","anchor":"2026-11-23T08:00:00Z"}}',
    '{"id":"fine","due_at":"2026-11-23T09:00:00Z","created_by":"user","repeat":{"every":"PT1M","anchor":"2026-11-23T08:00:00Z"}}',
  ].join('\n');
  const world = createWorld({ text });
  const bad = await world.value('show', 'bad');
  assert.deepEqual([bad['group'], bad['repeats'], bad['next'], bad['missed']], ['Overdue', null, [], null]);
  assert.match(String(bad['repeat_problem']), /five fields/);
  assert.match(String((await world.value('show', 'often'))['repeat_problem']), /5 minutes/);
  assert.equal((await world.value('show', 'fine'))['repeat_problem'], null);
  for (const verb of ['done', 'skip', 'pause']) {
    assert.match(await world.refusal(verb, 'bad'), /cannot be read, so the entry was left as it is/);
  }
  await world.value('run', 'bad');
  const after = await world.value('show', 'bad');
  assert.deepEqual([after['status'], after['due_at']], ['pending', '2026-11-23T09:00:00.000Z']);
  const { problems } = await world.value<{ problems: { line: number; class: string }[] }>('doctor');
  assert.deepEqual(
    problems.filter(one => one.class === 'bad repeat').map(({ line }) => line),
    [2, 5],
  );
  assert.equal((await world.value('cancel', 'bad'))['status'], 'cancelled');
});

test('of two who moved one repeat on, each on a branch, the slots that were skipped are told once', async () => {
  const [base, id] = await daily();
  const text = base.project.log.lines.join('\n');
  const branch = async (actor: string): Promise<readonly string[]> => {
    const world = createWorld({ text, actor, now: MONDAY });
    await world.value('skip', id);
    return world.project.log.lines.slice(1);
  };
  const lines = [...(await branch('aaaaaa')), ...(await branch('bbbbbb'))];
  const merged = createWorld({ text: [text, ...lines].join('\n'), now: MONDAY });
  const entry = await merged.value('show', id);
  assert.equal(history(entry).length, 1);
  assert.equal(entry['due_at'], '2026-11-23T08:00:00.000Z');
});

test('show tells the rule with its zone, the next times and what was skipped', async () => {
  const [world, id] = await daily('--until', '2026-12-01T12:00', '--catchup', 'ask');
  until(world, MONDAY);
  const text = await said(world, 'show', id);
  assert.match(
    text,
    /^Repeats: +At 09:00, every day \(Europe\/Paris\); until Tue 1 Dec, .*; asks about what it missed$/m,
  );
  assert.match(text, /^Next: +Mon 23 Nov, 09:00 CET, then Tue 24 Nov, 09:00 CET, then Wed 25 Nov, 09:00 CET$/m);
  assert.match(text, /^Missed: +3 missed since Fri$/m);
  assert.match(await said(world, 'list'), /asks first$/);
  await world.value('skip', id);
  assert.match(await said(world, 'show', id), /^ {2}- Fri 20 Nov, 09:00 CET .*: skipped, 3 slots$/m);
});

test('an interval keeps its grid, however late it was dealt with', async () => {
  const world = createWorld({ now: '2026-11-23T10:00:00Z' });
  const { id } = await world.value('add', 'x', '--every', '30m');
  world.clock.push(47 * MINUTE);
  assert.equal((await world.value('done', id))['due_at'], '2026-11-23T11:00:00.000Z');
});
