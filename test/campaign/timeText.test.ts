import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { splitTask } from '../../src/core/when/splitTask.ts';
import { fromIso, type Instant } from '../../src/core/basics/time.ts';
import { parseBriefly, parseCron, parseEvery, parseWhen } from '../../src/core/when/parseMoment.ts';
import { seed } from '../support/property.ts';

const COUNT = 20_000;

/** Words that times are made of, and what regular expressions stumble over. */
const PIECES = [
  ...['in', 'at', 'on', 'every', 'each', 'next', 'last', 'tomorrow', 'today', 'tonight', 'friday', 'weekday', 'noon'],
  ...['1', '12', '59', '2026', '00', '9am', '3:30', 'pm', '14:30', 'h', 'm', 'd', 'w', 'hours', 'minutes', 'and'],
  ...[
    'half',
    'past',
    'quarter',
    'to',
    'five',
    'twenty',
    "o'clock",
    'business',
    'a',
    'week',
    'from',
    'of',
    'month',
    'the',
  ],
  ...[
    'first',
    'last',
    'by',
    'about',
    'within',
    'later',
    'eoy',
    '24/12',
    '2026-W15-4',
    'PT30M',
    'ago',
    'EST',
    'tommorow',
  ],
  ...['jan', 'dec', '31', 'T', 'Z', '+02:00', '-', '/', ',', '.', ':', '*', '*/5', '1-5', 'L', '#2', '@daily', 'MON'],
  ...[
    '(Asia/Colombo)',
    'resets',
    'try again',
    'ago',
    '  ',
    '\t',
    '\u00a0',
    '\u202e',
    '🦊',
    '\0',
    '\\',
    '$(x)',
    '\u200c',
  ],
] as const;

/** A small generator of its own, so that a seed gives the same texts on every machine. */
function* numbers(start: number): Generator<number, never> {
  for (let state = start >>> 0; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

test(`${COUNT} adversarial time texts are read or refused, each in under 50 ms of computing (seed ${seed})`, () => {
  const random = numbers(seed);
  const upTo = (most: number): number => Math.floor(random.next().value * most);
  const piece = (): string => PIECES[upTo(PIECES.length)] ?? '';
  const context = { now: fromIso('2026-11-22T10:00:00Z')?.at as Instant, zone: 'America/New_York' };
  const costOf = (text: string): number => {
    const begun = process.cpuUsage();
    parseWhen(text, context);
    parseCron(text, context);
    parseEvery(text, context);
    // A task and its time in one text: the same reader, on many parts of the text.
    splitTask(text, time => parseBriefly(time, context));
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  let worst = { took: 0, text: '' };
  for (let index = 0; index < COUNT; index += 1) {
    const parts = Array.from({ length: 1 + upTo(14) }, piece);
    const glue = [' ', '', ', '][upTo(3)] ?? ' ';
    const once = parts.join(glue);
    const text = upTo(5) === 0 ? once.repeat(1 + upTo(40)) : once;
    // A collection of garbage may fall into one, so the slowest are tried again.
    const first = costOf(text);
    const took = first > worst.took ? Math.min(first, costOf(text), costOf(text)) : first;
    worst = took > worst.took ? { took, text } : worst;
    const when = parseWhen(text, context);
    assert.notEqual(splitTask(text, time => parseBriefly(time, context))?.message, '', text);
    assert.ok(isRefusal(when) ? when.why !== '' : when.reads !== '', text);
  }
  console.log(`worst ${worst.took.toFixed(1)} ms: ${JSON.stringify(worst.text.slice(0, 120))}`);
  assert.ok(worst.took < 50, `${worst.took} ms for ${JSON.stringify(worst.text)}`);
});
