import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { plainMarkdown } from '../../../../src/render/export/markdown.ts';
import { calendarOf, valuesOf } from '../../../support/calendarReader.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { createWorld, type Answer } from '../../../support/world.ts';

describe('list --ics', () => {
  it('has an event with an alarm for each entry with a due time, always under the same name', async () => {
    const world = createWorld();
    const id = await world.add('Resume; the, review\\', '30m', '--summary', 'Line one');
    await world.project.log.append(['{"id":"later","title":"No time","created_at":"2026-11-01T00:00:00Z"}']);
    const events = await calendarOf(world);
    assert.deepEqual(
      ['UID', 'SUMMARY', 'DTSTART', 'DTEND', 'DTSTAMP', 'DESCRIPTION'].map(name => valuesOf(events, name)),
      [
        [`${id}@project.defer`],
        ['Resume; the, review\\'],
        ['20261123T103000Z'],
        ['20261123T104500Z'],
        ['20261123T100000Z'],
        [`Line one\ndefer show ${id}`],
      ],
    );
    assert.deepEqual(
      events[0]?.within.map(({ name, properties }) => [name, properties.get('ACTION')]),
      [['VALARM', 'DISPLAY']],
    );
    world.clock.push(3_600_000);
    assert.deepEqual(valuesOf(await calendarOf(world), 'UID'), [`${id}@project.defer`]);
  });

  it('has the next twenty occurrences of a repeat within sixty days, by the clock of its zone', async () => {
    const world = createWorld({ now: '2026-10-20T10:00:00Z', zone: 'Europe/Paris' });
    const id = await world.add('Stand-up', 'every day at 9');
    const events = await calendarOf(world);
    const starts = valuesOf(events, 'DTSTART');
    assert.equal(starts.length, 20);
    // Paris leaves summer time on 25 October.
    assert.deepEqual(
      starts.slice(0, 6).map(text => text?.slice(6, 13)),
      ['21T0700', '22T0700', '23T0700', '24T0700', '25T0800', '26T0800'],
    );
    assert.equal(new Set(valuesOf(events, 'UID')).size, 20);
    assert.ok(valuesOf(events, 'UID').every(uid => uid?.startsWith(`${id}/2026-`)));
    assert.equal((await calendarOf(createWorld())).length, 0);
  });

  it('shows a late repeat where it stands, a snoozed one where it was put, and none beyond sixty days', async () => {
    const world = createWorld();
    const id = await world.add('Monthly', '0 9 1 * *');
    assert.deepEqual(valuesOf(await calendarOf(world), 'DTSTART'), ['20261201T090000Z', '20270101T090000Z']);
    world.clock.push(9 * 86_400_000);
    await world.say('snooze', id, '2h');
    const events = await calendarOf(world);
    assert.deepEqual(valuesOf(events, 'DTSTART').slice(0, 2), ['20261202T120000Z', '20270101T090000Z']);
    assert.equal(valuesOf(events, 'UID')[0], `${id}/2026-12-01T09:00:00.000Z@project.defer`);
  });

  it('leaves out what is paused, waits or comes too late, and says of closed ones that they are', async () => {
    const world = createWorld({ folder: await emptyFolder() });
    const paused = await world.add('Paused', 'every day at 9');
    await world.say('pause', paused);
    await world.value('add', 'Then', '--after', paused);
    await world.add('Too late', '1h', '--expires', '2h');
    const cancelled = await world.add('Cancelled', '5h');
    await world.say('cancel', cancelled);
    world.clock.push(3 * 3_600_000);
    assert.deepEqual(valuesOf(await calendarOf(world), 'SUMMARY'), []);
    const all = await calendarOf(world, '--all');
    assert.deepEqual([valuesOf(all, 'SUMMARY'), valuesOf(all, 'STATUS')], [['Cancelled'], ['CANCELLED']]);
    assert.deepEqual(all[0]?.within, [], 'no alarm for what is over');
  });

  it('cannot be broken out of by any text of the file', async () => {
    const world = createWorld();
    const evil = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:file:///etc/passwd\u0000\u2028;,\\';
    const row = {
      id: `a\nUID:b\ud800`,
      due_at: '2026-12-01T00:00:00Z',
      payload: { message: evil, summary: evil.repeat(30), agent: evil },
    };
    await world.project.log.append([JSON.stringify(row)]);
    const events = await calendarOf(world);
    assert.equal(events.length, 1);
    assert.deepEqual(
      [...(events[0]?.properties.keys() ?? [])].filter(name => name === 'ATTACH'),
      [],
    );
    assert.equal(valuesOf(events, 'UID')[0], 'a%0AUID%3Ab%EF%BF%BD@project.defer');
  });
});

describe('list --markdown', () => {
  it('has a list of tasks under each group', async () => {
    const world = createWorld();
    const id = await world.add('Resume the review', '30m', '--summary', 'Half way', '--agent', 'claude');
    const reply = await world.say('list', '--markdown');
    assert.ok(reply.ok);
    assert.equal(
      reply.say,
      `# Deferred\n\n## Today\n\n- [ ] Resume the review (Mon 23 Nov, 10:30 UTC (in 30 min) · claude; ${id})\n  Half way`,
    );
    await world.say('done', id);
    assert.match(await world.value<string>('list', '--markdown', '--all'), /^- \[x\] Resume/m);
    assert.match(await world.value<string>('list', '--markdown'), /Nothing is scheduled here\.$/);
  });

  it('makes no link, markup or HTML of a text', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['[x](command:run)', '\\[x\\](command\\:run)'],
      ['![x](http://evil/p.png)', '!\\[x\\](http\\://evil/p.png)'],
      ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
      ['see https://evil.example', 'see https\\://evil.example'],
      ['see www.evil.example', 'see www\\.evil.example'],
      ['me@evil.example &amp;', 'me\\@evil.example \\&amp;'],
      ['**b** _i_ `c` ~~d~~ $x$ | #1', '\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~\\~d\\~\\~ \\$x\\$ \\| \\#1'],
      ['- item', '\\- item'],
      ['1. item', '1\\. item'],
      ['# heading', '\\# heading'],
      ['at 9:30 it is', 'at 9:30 it is'],
    ];
    for (const [text, plain] of cases) {
      assert.equal(plainMarkdown(text), plain);
    }
  });
});

test('one form at a time', async () => {
  assert.match(await createWorld().refusal('list', '--ics', '--markdown'), /one of --ics and --markdown/);
});

test('query is a snapshot that says of what moment and format it is, and how much cannot be read', async () => {
  const world = createWorld({ text: 'no row\n' });
  await world.add('x', '1h');
  const { due, upcoming, ...more } = await world.value<Readonly<Record<string, unknown>>>('query');
  assert.deepEqual(more, { schemaVersion: 1, now: '2026-11-23T10:00:00.000Z', problems: 1 });
  assert.deepEqual([(due as Answer[]).length, (upcoming as Answer[]).length], [0, 1]);
});

test('a list tells its ids from very many others', async () => {
  const world = createWorld();
  for (let batch = 0; batch < 15; batch += 1) {
    const closed = Array.from({ length: 10_000 }, (_, index) => `{"id":"e${batch}-${index}","status":"done"}`);
    await world.project.log.append(closed);
  }
  await world.project.log.append(['{"id":"e7-open","title":"Still open","status":"pending"}']);
  const reply = await world.say('list');
  assert.match(reply.ok ? reply.say : '', /e7-open +Still open/);
});
