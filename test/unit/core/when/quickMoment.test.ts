import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { END_OF_TIME, instant } from '../../../../src/core/basics/time.ts';
import { parseMoment, parseWhen } from '../../../../src/core/when/parseMoment.ts';
import { quickMoment } from '../../../../src/core/when/quickMoment.ts';
import { holds } from '../../../support/property.ts';

const part = <const Texts extends readonly string[]>(...texts: Texts): fc.Arbitrary<string> =>
  fc.constantFrom(...texts);

test('what is read quickly is read as the whole reader reads it, and all else is left to that', t => {
  const count = fc.oneof(fc.nat(9999).map(String), part('00', '007', '1.5', '1e3', '٣', '', '12345', '-1'));
  const unit = part(
    ...['m', 'min', 'mins', 'minute', 'minutes', 'h', 'hr', 'hrs', 'hour', 'hours', 'H', 'Min', 'MINUTES'],
    ...['d', 'days', 's', 'ms', 'pm', 'am', 'mo', 'month', 'h30', 'h 30m', 'hours ago', '', 'minut', 'hm'],
  );
  const text = fc
    .tuple(
      part('', ' ', 'in ', 'In ', 'in', 'IN  ', '+', 'at ', 'every '),
      count,
      part('', ' ', '  ', '-'),
      unit,
      part('', ' ', '.'),
    )
    .map(parts => parts.join(''));
  const now = fc.oneof(
    fc.integer({ min: 0, max: END_OF_TIME - 1 }),
    fc.integer({ min: END_OF_TIME - 86_400_000, max: END_OF_TIME - 1 }),
  );
  const zone = part('UTC', 'Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe', 'Mars/Olympus');
  let read = 0;
  holds(
    t,
    fc.property(text, now.map(instant), zone, (typed, at, where) => {
      const context = { now: at, zone: where };
      const quick = quickMoment(typed, context);
      if (quick) {
        read += 1;
        assert.deepEqual(quick, parseWhen(typed, context));
        assert.deepEqual(quick, parseMoment(typed, context));
      }
    }),
  );
  assert.ok(read > 0);
  for (const typed of ['2h', '30m', 'in 2 hours', ' 90 min ']) {
    assert.ok(quickMoment(typed, { now: instant(0), zone: 'UTC' }), typed);
  }
});
