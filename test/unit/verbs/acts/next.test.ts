import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, createWorld } from '../../../support/world.ts';

const world = createWorld({ now: '2026-11-22T10:00:00Z', zone: 'Europe/Paris' });
const times = (...words: readonly string[]): Promise<readonly string[]> => world.value('next', ...words);

test('a rule gives its next times as moments in UTC, ten unless told', async () => {
  assert.deepEqual(await times('0 9 * * 1-5', '--count', '3'), [
    '2026-11-23T08:00:00.000Z',
    '2026-11-24T08:00:00.000Z',
    '2026-11-25T08:00:00.000Z',
  ]);
  assert.equal((await times('@daily')).length, 10);
  assert.deepEqual(await times('every weekday at 9', '--count', '1'), ['2026-11-23T08:00:00.000Z']);
});

test('they are looked for after a moment, by the clock of a zone', async () => {
  assert.deepEqual(await times('0 9 * * *', '--tz', 'Asia/Tokyo', '--from', '2020-02-28T00:00:00Z', '--count', '2'), [
    '2020-02-29T00:00:00.000Z',
    '2020-03-01T00:00:00.000Z',
  ]);
  const from = '2026-01-01T00:00:00Z';
  assert.deepEqual(await times('every 6h', '--from', from, '--count', '2'), [
    '2026-01-01T06:00:00.000Z',
    '2026-01-01T12:00:00.000Z',
  ]);
});

test('on Lord Howe, where the clocks move by half an hour, one comes on each of four hundred days', async () => {
  const moments = (
    await times('30 2 * * *', '--tz', 'Australia/Lord_Howe', '--from', '2026-01-01T00:00:00Z', '--count', '400')
  ).map(at);
  assert.equal(moments.length, 400);
  assert.ok(moments.every((moment, index) => index === 0 || moment > (moments[index - 1] ?? 0)));
  const days = moments.map(moment => new Date(moment).toLocaleDateString('en-CA', { timeZone: 'Australia/Lord_Howe' }));
  assert.equal(new Set(days).size, 400);
});

test('people read them as days and times', async () => {
  const reply = await world.say('next', '@daily', '--count', '2');
  assert.ok(reply.ok);
  assert.equal(reply.say, 'At 00:00, every day\n  Mon 23 Nov, 00:00 CET\n  Tue 24 Nov, 00:00 CET');
});

test('what is no rule, no zone, no moment or no number of times is refused', async () => {
  const refused = (...words: readonly string[]): Promise<string> => world.refusal('next', ...words);
  assert.match(await refused('tomorrow 9am'), /one time, not a rule/);
  assert.match(await refused('* * * *'), /five fields/);
  assert.match(await refused('@daily', '--tz', 'Nowhere'), /no time zone "Nowhere"/);
  assert.match(await refused('@daily', '--from', 'soonish'), /^--from: /);
  for (const count of ['0', '10001']) {
    assert.match(await refused('@daily', '--count', count), /1 to 10000/);
  }
});

test('when tells a rule with its words and its next three times', async () => {
  assert.deepEqual(await world.value('when', 'every monday 9am'), {
    text: 'every monday 9am',
    kind: 'repeat',
    repeat: { cron: '0 9 * * 1', tz: 'Europe/Paris' },
    words: 'At 09:00, only on Monday',
    next: ['2026-11-23T08:00:00.000Z', '2026-11-30T08:00:00.000Z', '2026-12-07T08:00:00.000Z'],
    zone: 'Europe/Paris',
    reads: 'At 09:00, only on Monday: Mon 23 Nov, 09:00 CET, then Mon 30 Nov, 09:00 CET, then Mon 7 Dec, 09:00 CET',
    notes: [],
  });
});
