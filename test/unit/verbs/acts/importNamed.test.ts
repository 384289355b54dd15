import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { place } from '../../../support/folder.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

/** What cannot be kept is named in the report that a person reads, with its value; and only what is true is said. */
interface Told {
  readonly world: World;
  /** The report as it is shown. */
  readonly text: string;
}

async function told(system: string, files: Readonly<Record<string, string>>): Promise<Told> {
  const world = createWorld();
  const reply = await world.say('import', system, await place(files));
  assert.ok(reply.ok);
  return { world, text: reply.report ?? '' };
}

const lines = (...values: readonly object[]): string => `${values.map(value => JSON.stringify(value)).join('\n')}\n`;

const duragent = (schedule: string): string =>
  `id: sched_1\nschedule: ${schedule}\npayload: {message: {message: Look}}\ncreated_at: "2026-11-01T00:00:00Z"\nstatus: active\n`;

const DAILY = '{cron: {expr: "0 0 9 * * * *"}}';

describe('runs of duragent', () => {
  const ran = (...runs: readonly object[]): Promise<Told> =>
    told('duragent', {
      'schedules/sched_1.yaml': duragent(DAILY),
      'runs/sched_1.jsonl': lines(...runs.map((run, index) => ({ ts: 1_795_334_400_000 + index * 60_000, ...run }))),
    });

  it('say what they said, however they ended, and how long each took', async () => {
    const { text, world } = await ran(
      { status: 'skipped', error: 'previous run still going', duration_ms: 1.5 },
      { status: 'timeout', error: 'took too long' },
      { status: 'ok', error: 'a warning' },
      { status: 'ok', duration_ms: 'ages' },
      { status: 'ok', duration_ms: 3 },
    );
    assert.match(
      text,
      /The run at 2026-11-22T08:00:00\.000Z was skipped\. .*1\.5 .* It says: previous run still going$/m,
    );
    assert.match(text, /The run at 2026-11-22T08:01:00\.000Z ended as "timeout"\. It says: took too long$/m);
    assert.match(text, /The run at 2026-11-22T08:02:00\.000Z went well\. It says: a warning$/m);
    assert.match(text, /The run at 2026-11-22T08:03:00\.000Z .*duration_ms "ages"/);
    assert.ok(!text.includes('08:04:00'), 'of one that is kept whole nothing is said');
    const runs = (await world.value('show', 'sched_1'))['runs'] as readonly Answer[];
    assert.deepEqual(
      runs.map(run => run['duration_ms']).filter(length => length !== null),
      [3],
    );
  });

  it('fail with what the last one said, also where its status is of no known kind', async () => {
    const { world } = await ran({ status: 'timeout', error: 'took too long' });
    assert.equal(world.rows()[0]?.['last_error'], 'took too long');
  });

  it('are quoted up to five of them, cut and cleaned; of the rest is said how many there are, and where', async () => {
    const many = Array.from({ length: 7 }, (_, index) => ({ status: 'ok', error: `warning ${index}` }));
    const { text } = await ran(...many);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 6].filter(index => text.includes(`warning ${index}`)),
      [2, 3, 4, 5, 6],
    );
    assert.match(text, /What 2 earlier runs said stays in runs\/sched_1\.jsonl/);
    const long = await ran({ status: 'skipped', error: `\u001B[31m${'x'.repeat(5000)}` });
    const line = long.text.split('\n').find(one => one.includes('was skipped')) ?? '';
    assert.ok(line.length < 400 && line.includes('xxx…') && !line.includes('\u001B'), line);
  });

  it('that are no runs are quoted', async () => {
    const { text } = await told('duragent', {
      'schedules/sched_1.yaml': duragent(DAILY),
      'runs/sched_1.jsonl': lines({ ts: 'yesterday', status: 'ok', error: 'odd' }),
    });
    assert.match(text, /line 1 is not a run: it needs ts and status\. It says: .*yesterday.*odd/);
  });
});

describe('rows of SF', () => {
  const row = (more: object): object => ({
    ...{ id: '01A', kind: 'reminder', status: 'pending', due_at: '2026-12-01T09:00:00Z', payload: { message: 'Look' } },
    ...more,
  });
  const said = async (more: object): Promise<string> => (await told('sf', { 'schedule.jsonl': lines(row(more)) })).text;

  it('show the value of what was ignored', async () => {
    assert.match(await said({ due_at: 1_795_341_600_000 }), /due_at is not an ISO time; it was ignored: 1795341600000/);
    assert.match(await said({ due_at: 'tomorrow' }), /due_at is not an ISO time; it was ignored: "tomorrow"/);
    assert.match(await said({ payload: 'text' }), /payload is not an object; it was ignored: "text"/);
    assert.match(
      await said({ run: { event: 'flew', token: 'x' } }),
      /run is not a run event; it was ignored: \{"event":"flew"/,
    );
    assert.match(await said({ schemaVersion: 'one' }), /schemaVersion is not a whole number.*: "one"/);
    assert.match(await said({ id: 17 }), /id is not a text .*: 17/);
    assert.match(await said({ run_at: 5, due_at: undefined }), /run_at is not an ISO time; it was ignored: 5/);
  });

  it('and show no more of it than a line holds, cleaned', async () => {
    const text = await said({ payload: `\u001B[31m${'x'.repeat(5000)}` });
    assert.ok(text.includes('xxx…') && text.length < 1000 && !text.includes('\u001B'));
  });

  it('keep what stands where only Defer writes, and say so', async () => {
    const { text, world } = await told('sf', {
      'schedule.jsonl': lines(
        row({ id: '01A', defer: { note: 'keep me' } }),
        row({ id: '01B', defer: 'mine' }),
        row({ id: '01C', defer: { st: 'x', h: 'y' } }),
      ),
    });
    assert.deepEqual(
      world.rows().map(one => (one['imported'] as Answer)['rest']),
      [{ defer: { note: 'keep me' } }, { defer: 'mine' }, { defer: { st: 'x' } }],
    );
    assert.match(text, /01A: .*"defer".*\{"note":"keep me"\}/);
  });

  it('say nothing of what Defer writes there itself', async () => {
    const writer = createWorld();
    const id = await writer.add('Look', 'tomorrow 9am');
    await writer.say('snooze', id, '2h');
    const { text, world } = await told('sf', { 'schedule.jsonl': lines(...writer.rows()) });
    assert.ok(!text.includes('Its "defer"') && !text.includes('To know'), text);
    assert.deepEqual(
      world.rows().map(one => (one['imported'] as { rest?: Answer }).rest?.['defer']),
      [undefined],
    );
  });
});

describe('a schedule of duragent that cannot be read', () => {
  const why = async (schedule: string): Promise<string> =>
    (await told('duragent', { 'schedules/a.yaml': duragent(schedule) })).text;
  it('is told by what is wrong with it', async () => {
    assert.match(await why('{at: {at: "next tuesday"}}'), /Its at "next tuesday" is not a time\./);
    assert.match(
      await why('{every: {every_seconds: "often"}}'),
      /Its every_seconds "often" is not a number of seconds\./,
    );
    assert.match(await why('{cron: {expr: 5}}'), /Its cron line 5 is not a text\./);
    assert.match(await why('{soon: true}'), /Its schedule has none of at, every and cron\./);
  });
});
