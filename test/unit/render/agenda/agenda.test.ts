import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../../../src/core/rows/runEvents.ts';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { agendaOf, FIRST_LINES, type AgendaWish } from '../../../../src/render/agenda/agenda.ts';
import type { AgendaLook, LaneItem, LaneLook } from '../../../../src/render/agenda/agendaLook.ts';
import { pastRuns } from '../../../../src/render/view/runHistory.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import { at, createWorld, type World } from '../../../support/world.ts';

const WISH: AgendaWish = {
  ...{ skip: 0, filter: '', linesOf: () => FIRST_LINES, past: [], limits: [], isRestricted: false },
};

const lookAt = async (world: World, wish: Partial<AgendaWish> = {}, zone = 'UTC'): Promise<AgendaLook> => {
  const schedule = await world.project.ledger.look();
  const view = viewAt(world.clock.now(), zone, () => world.alive);
  return agendaOf([{ schedule, tag: world, keyOf: ({ id }) => `here ${id}` }], view, { ...WISH, ...wish }).look;
};

/** A line as a person reads it. */
const said = (item: LaneItem): string => {
  switch (item.kind) {
    case 'entry':
      return [item.time, item.title, ...item.besides].join(' · ');
    case 'tick':
      return `(${item.time} · ${item.title})`;
    case 'mark':
      return `[${item.time} · ${item.text}]`;
  }
};

const lanesOf = ({ lanes }: AgendaLook): readonly (readonly [string, number, ...string[]])[] =>
  lanes
    .filter(({ items, count }) => items.length + count > 0)
    .map(({ heading, count, items }) => [heading, count, ...items.map(said)]);

const row = (id: string, due: string | undefined, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ id, title: id, ...(due && { due_at: due }), created_at: '2026-11-01T00:00:00Z', ...more });

const lane = ({ lanes }: AgendaLook, id: string): LaneLook => {
  const found = lanes.find(one => one.id === id);
  assert.ok(found, `no lane ${id} in ${lanes.map(one => one.id).join(', ')}`);
  return found;
};

test('every entry stands in its lane by time, with what is to be known of it', async () => {
  const text = [
    row('later', '2026-12-24T09:00:00Z'),
    row('week', '2026-11-27T09:00:00Z', { payload: { agent: 'claude', tags: ['api'], priority: 'high' } }),
    row('today', '2026-11-23T12:40:00Z'),
    row('overdue', '2026-11-22T08:00:00Z'),
    row('proposed', '2026-11-23T09:00:00Z', { status: 'proposed' }),
    row('asked', '2026-11-25T09:00:00Z', { status: 'proposed' }),
    row('paused', '2026-11-23T11:00:00Z', { repeat: { cron: '0 11 * * *', tz: 'UTC', enabled: false } }),
    row('waits', undefined, { waits_for: { file: 'docs/*.md', baseline: {} } }),
    row('too late', '2026-11-23T09:30:00Z', { expires_at: '2026-11-23T09:45:00Z' }),
    row('done', '2026-11-23T09:00:00Z', { status: 'done' }),
    row('dateless', undefined),
  ].join('\n');
  const look = await lookAt(createWorld({ text }));
  assert.deepEqual(lanesOf(look), [
    ['Overdue', 2, '1 d 2 h late · overdue', '09:30 · too late · too late'],
    ['Today, Mon 23 Nov', 2, '[10:00 · now]', '09:00 · proposed · proposed', '12:40 · today'],
    ['Wed 25 Nov', 1, '09:00 · asked · proposed'],
    ['Fri 27 Nov', 1, '09:00 · week · claude · high priority'],
    [
      ...(['Later', 4] as const),
      'Thu 24 Dec 09:00 · later',
      'no due time · dateless',
      'paused · paused · At 11:00, every day',
      'waits for docs/*.md to appear or change · waits',
    ],
  ]);
  assert.equal(look.summary, '2 overdue · 2 proposed · 1 waiting');
  assert.equal(look.period, 'Mon 23 Nov – Sun 29 Nov');
  const [week] = lane(look, '2026-11-27').items;
  assert.ok(week?.kind === 'entry');
  assert.deepEqual(week.tags, ['#api']);
});

test('a repeat comes up on the days of its next slots, and a frequent one in words', async () => {
  const text = [
    row('nightly', '2026-11-24T02:00:00Z', { repeat: { cron: '0 2 * * *', tz: 'UTC' } }),
    row('twice', '2026-11-23T08:00:00Z', { repeat: { cron: '0 8,20 * * 1,2', tz: 'UTC' } }),
    row('often', '2026-11-23T10:05:00Z', { repeat: { cron: '*/5 * * * *', tz: 'UTC' } }),
    row('over', '2026-11-24T03:00:00Z', { repeat: { cron: '0 3 * * *', tz: 'UTC', until: '2026-11-25T04:00:00Z' } }),
  ].join('\n');
  const look = await lookAt(createWorld({ text }));
  assert.deepEqual(lanesOf(look).slice(0, 4), [
    ['Overdue', 1, '2 h late · twice · At 08:00 and 20:00, only on Monday and Tuesday'],
    [
      ...(['Today, Mon 23 Nov', 1, '[10:00 · now]'] as const),
      '10:05 · often · Every 5 minutes by the clock',
      '(every 5 minutes by the clock · often)',
      '(20:00 · twice)',
    ],
    [
      ...(['Tue 24 Nov', 2, '(every 5 minutes by the clock · often)'] as const),
      '02:00 · nightly · At 02:00, every day',
      '03:00 · over · At 03:00, every day',
      '(08:00, 20:00 · twice)',
    ],
    ['Wed 25 Nov', 0, '(every 5 minutes by the clock · often)', '(02:00 · nightly)', '(03:00 · over)'],
  ]);
  const sunday = lane(look, '2026-11-29');
  assert.deepEqual(sunday.items.map(said), ['(every 5 minutes by the clock · often)', '(02:00 · nightly)']);
});

test('the days are those of the zone, also where they are longer', async () => {
  const text = [
    row('before midnight', '2026-10-31T03:59:00Z'),
    row('after midnight', '2026-10-31T04:00:00Z'),
    row('first', '2026-11-01T05:30:00Z'),
    row('second', '2026-11-01T06:30:00Z'),
    row('last', '2026-11-02T04:59:00Z'),
    row('next', '2026-11-02T05:00:00Z'),
    row('daily', '2026-10-31T13:00:00Z', { repeat: { cron: '30 1 * * *', tz: 'America/New_York' } }),
  ].join('\n');
  const look = await lookAt(createWorld({ text, now: '2026-10-30T12:00:00Z' }), {}, 'America/New_York');
  assert.deepEqual(
    lanesOf(look)
      .slice(0, 4)
      .map(([heading, ...items]) => [
        heading,
        ...items.slice(1).map(text => String(text).split(' · ').slice(0, 2).join(' ')),
      ]),
    [
      ['Today, Fri 30 Oct', '[08:00 now]', '23:59 before midnight'],
      ['Sat 31 Oct', '00:00 after midnight', '09:00 daily'],
      ['Sun 1 Nov', '01:30 first', '(01:30 daily)', '01:30 second', '23:59 last'],
      ['Mon 2 Nov', '00:00 next', '(01:30 daily)'],
    ],
  );
});

test('the next week shows other days, says what comes before them, and keeps what is late', async () => {
  const text = [
    row('late', '2026-11-22T08:00:00Z'),
    row('today', '2026-11-23T12:00:00Z'),
    row('next', '2026-12-01T12:00:00Z'),
    row('later', '2027-01-24T09:00:00Z'),
  ].join('\n');
  const look = await lookAt(createWorld({ text }), { skip: 7 });
  assert.deepEqual(lanesOf(look), [
    ['Overdue', 1, '1 d 2 h late · late'],
    ['Tue 1 Dec', 1, '12:00 · next'],
    ['Later', 1, 'Sun 24 Jan 2027 09:00 · later'],
  ]);
  assert.equal(look.before, '1 entry before');
  assert.equal(look.period, 'Mon 30 Nov – Sun 6 Dec');
});

test('a long lane shows its first lines and counts the others', async () => {
  const text = Array.from({ length: 100 }, (_, index) => row(`e${index}`, '2026-11-22T08:00:00Z')).join('\n');
  const world = createWorld({ text });
  const late = lane(await lookAt(world), 'late');
  assert.deepEqual([late.count, late.items.length, late.more], [100, FIRST_LINES, 100 - FIRST_LINES]);
  const more = lane(await lookAt(world, { linesOf: id => (id === 'late' ? 80 : 1) }), 'late');
  assert.deepEqual([more.items.length, more.more], [80, 20]);
});

test('the words of a filter say which entries are shown', async () => {
  const text = [row('one', '2026-11-22T08:00:00Z'), row('two', '2026-11-22T08:00:00Z')].join('\n');
  const look = await lookAt(createWorld({ text }), { filter: 'two', keep: state => state.id === 'two' });
  assert.deepEqual(
    lane(look, 'late').items.map(item => item.kind === 'entry' && item.title),
    ['two'],
  );
  assert.equal(look.filter, 'Filter: two');
  assert.equal(look.isEmpty, false);
});

test('what may be done with an entry depends on where it stands', async () => {
  const text = [
    row('reminder', '2026-11-22T08:00:00Z'),
    row('agent', '2026-11-22T08:00:00Z', { kind: 'prompt', payload: { prompt: 'Go on', agent: 'claude' } }),
    row('proposed', '2026-11-22T08:00:00Z', { status: 'proposed' }),
    row('daily', '2026-11-22T08:00:00Z', { repeat: { cron: '0 8 * * *', tz: 'UTC' } }),
    row('running', '2026-11-22T08:00:00Z', { kind: 'prompt', payload: { prompt: 'Go on', agent: 'claude' } }),
  ].join('\n');
  const world = createWorld({ text });
  world.alive = true;
  await world.record('running', { token: 'a1', event: 'started', agent: 'claude' });
  const look = await lookAt(world);
  const acts = look.lanes
    .flatMap(({ items }) => items)
    .flatMap(item => (item.kind === 'entry' ? [[item.title, item.tone, item.acts.join(' ')]] : []));
  assert.deepEqual(Object.fromEntries(acts.map(([title, ...more]) => [title, more])), {
    reminder: ['reminder', 'snooze reschedule done'],
    agent: ['agent', 'run snooze reschedule done'],
    proposed: ['quiet', 'accept reject'],
    daily: ['reminder', 'snooze reschedule done skip'],
    running: ['running', 'stop'],
  });
  assert.equal(look.summary, '3 overdue · 1 running · 1 proposed');
});

test('what the colour of a card says is said in words as well', async () => {
  const text = [
    row('reminder', '2026-11-22T08:00:00Z'),
    row('command', '2026-11-22T08:00:00Z', { kind: 'command', payload: { command: ['ls'] } }),
    row('some agent', '2026-11-22T08:00:00Z', { kind: 'prompt', payload: { prompt: 'Go on' } }),
    row('claude', '2026-11-22T08:00:00Z', { kind: 'prompt', payload: { prompt: 'Go on', agent: 'claude' } }),
  ].join('\n');
  assert.deepEqual(
    lane(await lookAt(createWorld({ text })), 'late')
      .items.map(said)
      .sort(),
    [
      '1 d 2 h late · claude · claude',
      '1 d 2 h late · command · a command',
      '1 d 2 h late · reminder',
      '1 d 2 h late · some agent · for an agent',
    ],
  );
});

test('the last runs are bars with what they came to, those of today stand in their place, and limits on their day', async () => {
  const text = [
    row('good', '2026-11-29T08:00:00Z', { kind: 'prompt', payload: { message: 'Good', agent: 'claude' } }),
    row('bad', '2026-11-29T08:00:00Z', { kind: 'prompt', payload: { message: 'Bad', agent: 'codex' } }),
  ].join('\n');
  const world = createWorld({ text, now: '2026-11-23T08:00:00Z' });
  const ran = async (
    id: string,
    token: string,
    end: Omit<RunEvent, 'occ' | 'gen' | 'at' | 'token' | 'event'>,
  ): Promise<void> => {
    await world.record(id, { token, event: 'started', agent: id === 'good' ? 'claude' : 'codex' });
    world.clock.push(HOUR);
    await world.record(id, { token, event: 'ended', ...end });
  };
  await ran('good', 'a1', { exit_code: 0, duration_ms: HOUR });
  await ran('bad', 'b1', { exit_code: 3, duration_ms: HOUR / 2 });
  await ran('bad', 'b2', { exit_code: 1, duration_ms: HOUR / 4, limit: '2026-11-24T16:20:00.000Z' });
  const schedule = await world.project.ledger.look();
  const past = pastRuns([{ schedule, tag: undefined }], () => false, 100);
  const limits = [
    { agent: 'codex', at: at('2026-11-24T16:20:30Z') },
    { agent: 'claude', at: at('2026-11-25T07:00:00Z') },
    { agent: 'claude', at: at('2026-11-22T07:00:00Z') },
  ];
  const look = await lookAt(world, { past, limits });
  assert.equal(look.runsText, 'Last 3 runs: 1 ok, 1 failed, 1 stopped at a limit.');
  assert.deepEqual(
    look.runs.map(({ tone, height }) => [tone, height]),
    [
      ['ok', 1],
      ['failed', 0.5],
      ['limit', 0.25],
    ],
  );
  assert.match(look.runs[1]?.text ?? '', /^Bad, Today 09:00, failed, exit code 3 · 30 min · codex$/);
  assert.deepEqual(lane(look, '2026-11-23').items.map(said), [
    '[08:00 · Good · ok]',
    '[09:00 · Bad · failed]',
    '[10:00 · Bad · stopped at a limit]',
    '[11:00 · now]',
  ]);
  assert.deepEqual(lane(look, '2026-11-24').items.map(said), ['[16:20 · codex: limit resets]']);
  assert.deepEqual(lane(look, '2026-11-25').items.map(said), ['[07:00 · claude: limit resets]']);
});

test('text of the file is cleaned, and a title may be missing', async () => {
  const text = [
    row('x', '2026-11-22T08:00:00Z', {
      payload: { message: 'a\u001B[31m\u202Eb\nc', tags: ['t\u0007'], agent: 'c\u200B' },
    }),
    row('y', '2026-11-22T08:00:00Z', { payload: { message: '\u200B' } }),
  ].join('\n');
  const titles = lane(await lookAt(createWorld({ text })), 'late').items.map(
    item => item.kind === 'entry' && [item.title, item.time, ...item.besides, ...item.tags].join(', '),
  );
  assert.deepEqual(titles, ['ab c, 1 d 2 h late, c, #t', '(no title), 1 d 2 h late']);
});

test('an empty schedule is said to be one', async () => {
  const look = await lookAt(createWorld());
  assert.equal(look.isEmpty, true);
  assert.equal(look.summary, 'Nothing is overdue.');
  assert.equal(look.lanes.length, 9);
});
