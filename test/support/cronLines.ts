import fc from 'fast-check';

const upTo = (low: number, high: number): fc.Arbitrary<number> => fc.integer({ min: low, max: high });

const item = (low: number, high: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: upTo(low, high).map(String) },
    {
      weight: 2,
      arbitrary: fc.tuple(upTo(low, high), upTo(low, high)).map(ends => `${Math.min(...ends)}-${Math.max(...ends)}`),
    },
    upTo(1, high).map(step => `*/${step}`),
    fc
      .tuple(upTo(low, high), upTo(low, high), upTo(1, high))
      .map(([one, other, step]) => `${Math.min(one, other)}-${Math.max(one, other)}/${step}`),
    fc.tuple(upTo(low, high), upTo(1, high)).map(([from, step]) => `${from}/${step}`),
  );

/** A field with numbers named twice, ranges in each other, steps: all that is legal. */
const field = (low: number, high: number, more: readonly string[] = []): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('*', ...more) },
    { weight: 3, arbitrary: item(low, high) },
    { weight: 2, arbitrary: fc.array(item(low, high), { minLength: 2, maxLength: 4 }).map(items => items.join(',')) },
  );

const weekdayRange = fc
  .tuple(
    fc.constantFrom('SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'),
    fc.constantFrom('SUN', 'mon', 'Thu', 'SAT', 'FRI'),
  )
  .map(ends => ends.join('-'));

/** Cron lines of every legal shape, five fields and six; some name a day that no calendar has. */
export const cronLines: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      field(0, 59).map(seconds => `${seconds} `),
    ),
    field(0, 59, ['0', '30']),
    field(0, 23, ['9', '9-17']),
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom('*', '?') }, field(1, 31, ['L', '1', 'L,15,15'])),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, field(1, 12, ['JAN', 'MAR,DEC', 'JUN-AUG'])),
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('*', '1-5', 'MON-FRI', '0,7', '?') },
      field(0, 7),
      weekdayRange,
      fc.constantFrom('5L', 'MON#2', '0#5', 'SATL'),
    ),
  )
  .map(([second, ...fields]) => `${second}${fields.join(' ')}`);
