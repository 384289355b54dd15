import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { HOUR, instant, MINUTE } from '../../../../src/core/basics/time.ts';
import { readMoment } from '../../../../src/verbs/readMoment.ts';
import { at, createWorld } from '../../../support/world.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';

standInForVscode();
const { presetItems } = await import('../../../../src/vscode/ask/presets.ts');
const { keepLastTimes, lastUsed, noteUsed } = await import('../../../../src/vscode/ask/lastUsed.ts');
openFakeEditor({ folder: '/work', manifest: {} });

const offered = async (now: string, used?: string): Promise<readonly string[]> => {
  const { host } = createWorld({ now });
  const read = (text: string) => readMoment(host, text);
  return (await presetItems('moment', read, { now: at(now), zone: 'UTC' }, used)).map(({ label }) => label);
};

test('times are offered as people say them, each once, and only those ahead', async () => {
  // A Monday morning.
  assert.deepEqual(await offered('2026-11-23T10:00:00Z'), [
    'In 30 Minutes',
    'In 2 Hours',
    'Later Today',
    'This Evening',
    'Tomorrow Morning',
    'This Weekend',
    'Next Week',
  ]);
  const afternoon = async (now: string): Promise<boolean> => (await offered(now)).includes('Later Today');
  assert.deepEqual([await afternoon('2026-11-23T15:59:00Z'), await afternoon('2026-11-23T16:01:00Z')], [true, false]);
  const late = await offered('2026-11-23T20:00:00Z');
  assert.ok(!late.includes('This Evening'), late.join());
  // This Evening is in two hours.
  const same = await offered('2026-11-23T16:00:00Z');
  assert.ok(!same.includes('This Evening'), same.join());
});

test('on a weekend the next one is named so', async () => {
  const saturday = await offered('2026-11-28T05:00:00Z');
  assert.ok(saturday.includes('This Weekend'), saturday.join());
  const noon = await offered('2026-11-28T12:00:00Z');
  assert.ok(noon.includes('Next Weekend') && !noon.includes('This Weekend'), noon.join());
  const sunday = await offered('2026-11-29T10:00:00Z');
  assert.ok(sunday.includes('Next Weekend') && !sunday.includes('This Weekend'), sunday.join());
  // Its Monday is tomorrow.
  assert.ok(!sunday.includes('Next Week'), sunday.join());
});

test('what was used last comes first, and is not said twice', async () => {
  assert.equal((await offered('2026-11-23T10:00:00Z', 'next monday'))[0], 'Next Week');
  const typed = await offered('2026-11-23T10:00:00Z', 'friday 3pm');
  assert.deepEqual([typed[0], typed.length], ['friday 3pm', 8]);
  assert.equal((await offered('2026-11-23T10:00:00Z', '2026-11-01T10:00'))[0], 'In 30 Minutes');
});

test('at every hour of two weeks all that is offered is ahead, and no two are the same', async () => {
  const begin = at('2026-11-23T00:10:00Z');
  for (let hour = 0; hour < 14 * 24; hour += 5) {
    const now = instant(begin + hour * HOUR);
    const { host } = createWorld({ now: new Date(now).toISOString() });
    const read = (text: string) => readMoment(host, text);
    const items = await presetItems('moment', read, { now, zone: 'UTC' }, undefined);
    const times = await Promise.all(items.map(async ({ text = '' }) => read(text)));
    const moments = times.map(time => (isRefusal(time) ? 0 : time.at));
    assert.ok(items.length >= 4, items.map(({ label }) => label).join());
    assert.ok(
      moments.every(one => one > now),
      new Date(now).toISOString(),
    );
    assert.equal(new Set(moments.map(one => Math.round(one / MINUTE))).size, moments.length);
  }
});

test('the last time is kept for the next session', () => {
  const kept = new Map<string, unknown>();
  const memento = {
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  keepLastTimes(memento as never);
  noteUsed('moment', '2h');
  noteUsed('any', 'every monday at 9');
  assert.deepEqual([lastUsed('moment'), lastUsed('any'), lastUsed('rule')], ['2h', 'every monday at 9', undefined]);
  assert.deepEqual([...kept.values()], [{ moment: '2h', any: 'every monday at 9' }]);
});
