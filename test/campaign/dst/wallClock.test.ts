import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { instant } from '../../../src/core/basics/time.ts';
import { fromWall, toWall } from '../../../src/core/basics/wallClock.ts';

const ZONES = 100;
const FROM = Date.UTC(1975, 0, 1);
const TO = Date.UTC(2090, 0, 1);
const HALF_HOUR = 1_800_000;

/** Every n-th zone of this machine, so that all parts of the world are among them. */
const zones = ((): readonly string[] => {
  const all = Intl.supportedValuesOf('timeZone');
  return Array.from({ length: ZONES }, (_, index) => all[Math.floor((index * all.length) / ZONES)] ?? 'UTC');
})();

/** Wall times by half hours from a day before each change of the clock to a day after it, in milliseconds as UTC. */
function* nearChanges(zone: string): Generator<number> {
  let at = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone);
  for (;;) {
    const change = at.getTimeZoneTransition('next');
    if (!change || change.epochMilliseconds > TO) {
      return;
    }
    const shown = change.epochMilliseconds + change.offsetNanoseconds / 1e6;
    for (let wall = shown - 48 * HALF_HOUR; wall <= shown + 48 * HALF_HOUR; wall += HALF_HOUR) {
      yield wall;
    }
    at = change;
  }
}

it(`wall-clock times in ${ZONES} zones are the moments that Temporal finds`, t => {
  let [compared, once, twice, gaps] = [0, 0, 0, 0];
  for (const zone of zones) {
    for (const wall of nearChanges(zone)) {
      const shown = toWall(instant(wall), '+00:00');
      const plain = Temporal.PlainDateTime.from(shown);
      const [earlier, later] = (['earlier', 'later'] as const).map(disambiguation =>
        plain.toZonedDateTime(zone, { disambiguation }),
      );
      assert.ok(earlier && later);
      const found = fromWall(shown, zone);
      compared++;
      if (!earlier.toPlainDateTime().equals(plain)) {
        const end = earlier.getTimeZoneTransition('next');
        assert.deepEqual(found, { fit: 'gap', at: end?.epochMilliseconds }, `${plain.toString()} ${zone}`);
        gaps++;
      } else if (earlier.equals(later)) {
        assert.deepEqual(found, { fit: 'once', at: earlier.epochMilliseconds }, `${plain.toString()} ${zone}`);
        once++;
      } else {
        const both = { at: earlier.epochMilliseconds, second: later.epochMilliseconds };
        assert.deepEqual(found, { fit: 'twice', ...both }, `${plain.toString()} ${zone}`);
        twice++;
      }
    }
  }
  t.diagnostic(JSON.stringify({ compared, once, twice, gaps }));
  assert.ok(compared > 100_000 && twice > 1000 && gaps > 1000);
});
