import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromIso, type Instant } from '../../../../src/core/basics/time.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { parseBriefly } from '../../../../src/core/when/parseMoment.ts';
import { splitTask } from '../../../../src/core/when/splitTask.ts';
import { readTask, readTrouble } from '../../../../src/verbs/readMoment.ts';
import { createWorld } from '../../../support/world.ts';

const now = fromIso('2026-11-22T10:00:00Z')?.at as Instant;
const context = { now, zone: 'UTC' };

test('the box itself says what is wrong with a time', async () => {
  const { host } = createWorld();
  const said = async (text: string): Promise<string | undefined> => {
    const trouble = await readTrouble(host, text);
    return trouble?.kind === 'no such time' ? trouble.why : trouble?.kind;
  };
  assert.match((await said('pay the bill at 25:00')) ?? '', /^"25:00" is not a time of day/);
  assert.match((await said('meet 2026-02-30')) ?? '', /^There is no day "2026-02-30"/);
  assert.match((await said('deploy yesterday')) ?? '', /^That is in the past/);
  assert.match((await said('yesterday deploy')) ?? '', /^That is in the past/);
  assert.match((await said('call Bob 2 days ago')) ?? '', /^That is in the past/);
  assert.equal(await said('tomorrow 9am'), 'only a time');
  for (const text of ['', 'review', 'fix issue 5', 'release 2.4.1', 'long ago there was a bug', 'see RFC 9110']) {
    assert.equal(await said(text), undefined, text);
  }
});

const times = fc.constantFrom(
  ...['tomorrow', 'in 30m', 'at 3pm', 'on friday', 'tomorrow 9am', 'in 2 hours', 'every weekday at 9', 'next monday'],
  ...['2026-12-01', 'on 2026-12-01', '1 dec 9am', 'tonight', 'at 9am tomorrow', 'in 3 days at 8am', 'at noon'],
);
/** Words of tasks, numbers and words of times among them. */
const word = fc.constantFrom(
  ...[
    'review',
    'the',
    'PR',
    '42',
    'v2.4.1',
    'node',
    '20',
    'to',
    '22',
    'march',
    'may',
    'report',
    'monday',
    'for',
    'fix',
  ],
  ...['#12', '9a', 'call', 'Bob', 'and', 'day', 'hour', 'of', 'second', 'in', 'at', '10', '3x', 'every', 'last', 'now'],
);
const task = fc.array(word, { minLength: 1, maxLength: 6 }).map(words => words.join(' '));
const text = fc.oneof(
  task,
  fc.tuple(task, times).map(parts => parts.join(' ')),
  fc.tuple(times, task).map(parts => parts.join(' ')),
  fc.tuple(task, times, task).map(parts => parts.join(' ')),
  fc.tuple(times, task).map(([time, what]) => `remind me ${time} to ${what}`),
);

/** Words that lead to a time, or ask to be reminded, and belong to neither part. */
const GLUE = new Set(['at', 'on', 'by', 'for', 'until', 'due', 'remind', 'me', 'please', 'to', 'that', 'about']);
const wordsIn = (part: string): readonly string[] =>
  part
    .toLowerCase()
    .split(/[\s,;:–—]+/)
    .filter(one => one !== '' && one !== '-');

test('what is taken for a time is exactly its words: all others stay in the task, in their order', () => {
  fc.assert(
    fc.property(text, typed => {
      const split = splitTask(typed, part => parseBriefly(part, context));
      if (!split) {
        return;
      }
      const all = [...wordsIn(typed)];
      const kept = wordsIn(split.message);
      // The task is what was typed without one stretch of it, beside the words that lead there.
      let at = 0;
      for (const one of kept) {
        const found = all.indexOf(one, at);
        assert.ok(found >= 0, `${typed} → ${split.message}`);
        at = found + 1;
      }
      const time = wordsIn(split.when.text);
      const rest = [...all];
      for (const one of [...kept, ...time]) {
        const found = rest.lastIndexOf(one);
        assert.ok(found >= 0, `${typed} → ${split.message} | ${split.when.text}`);
        rest.splice(found, 1);
      }
      assert.deepEqual(
        rest.filter(one => !GLUE.has(one)),
        [],
        `${typed} → ${split.message} | ${split.when.text}`,
      );
      assert.ok(!isRefusal(parseBriefly(split.when.text, context)), split.when.text);
    }),
  );
});

test('what has a time has no trouble with it, and a text is one or the other', async () => {
  const { host } = createWorld();
  await fc.assert(
    fc.asyncProperty(text, async typed => {
      const [split, trouble] = [await readTask(host, typed), await readTrouble(host, typed)];
      assert.ok(!split || trouble?.kind !== 'only a time', typed);
    }),
    { numRuns: 50 },
  );
});
