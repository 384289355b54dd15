import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { keepMachineClock, machineClock } from '../../../../src/core/basics/machineClock.ts';
import { DAY, END_OF_TIME, HOUR, instant, SECOND, type Instant } from '../../../../src/core/basics/time.ts';
import { LABELLED, usualNames } from '../../../../src/core/basics/usualZones.ts';
import { fromWall, toWall } from '../../../../src/core/basics/wallClock.ts';
import { zoneLabel } from '../../../../src/core/basics/zoneLabel.ts';
import { machineZone } from '../../../../src/store/processes/machineZone.ts';
import { quickMachineZone } from '../../../../src/store/processes/quickZone.ts';
import { holds } from '../../../support/property.ts';

/** The moments about the changes of the clock that the engine has for `TZ` in the years of the labels. */
function changes(): readonly Instant[] {
  const ahead = (at: number): number => new Date(at).getTimezoneOffset();
  const found: Instant[] = [];
  for (let day: number = LABELLED.from; day < LABELLED.to; day += DAY) {
    if (ahead(day) !== ahead(day + DAY)) {
      let [before, after] = [day, day + DAY];
      while (after - before > SECOND) {
        const middle = Math.floor((before + after) / 2 / SECOND) * SECOND;
        [before, after] = ahead(middle) === ahead(day) ? [middle, after] : [before, middle];
      }
      found.push(...[-HOUR, -SECOND, 0, SECOND, HOUR].map(by => instant(after + by)));
    }
  }
  return found;
}

describe('the clock of this machine', () => {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env['TZ'];
  });
  afterEach(() => {
    keepMachineClock(undefined);
    if (before === undefined) {
      delete process.env['TZ'];
    } else {
      process.env['TZ'] = before;
    }
  });

  /** What is asked of both ways to tell the time: of the engine's `Intl`, and of the clock alone. */
  function sameBothWays(zone: string, moments: readonly Instant[]): void {
    process.env['TZ'] = zone;
    keepMachineClock(undefined);
    assert.equal(machineZone(), zone);
    const tell = (): readonly unknown[] =>
      moments.map(at => {
        const wall = toWall(at, zone);
        return { at, wall, back: fromWall(wall, zone) };
      });
    const byIntl = tell();
    const labels = moments.filter(at => at >= LABELLED.from && at < LABELLED.to);
    const labelsByIntl = labels.map(at => zoneLabel(at, zone));
    assert.equal(quickMachineZone(), zone);
    assert.deepEqual(tell(), byIntl, zone);
    const clock = machineClock(zone, instant(0));
    assert.deepEqual(
      labels.map(at => clock?.labelOf(at)),
      labelsByIntl,
      zone,
    );
  }

  test('it tells every moment and label as Intl does, in each zone that it is asked for, at every change of the clocks', t => {
    const moments = fc.array(fc.integer({ min: 0, max: END_OF_TIME - 1 }).map(instant), { maxLength: 20 });
    const labelled = fc.array(fc.integer({ min: LABELLED.from, max: LABELLED.to - 1 }).map(instant), { maxLength: 20 });
    holds(
      t,
      fc.property(fc.constantFrom(...usualNames()), moments, labelled, (zone, some, more) => {
        process.env['TZ'] = zone;
        sameBothWays(zone, [...some, ...more, ...changes()]);
      }),
      600,
    );
  });

  test('every zone of the list is named so by Intl', () => {
    for (const zone of usualNames()) {
      process.env['TZ'] = zone;
      assert.equal(machineZone(), zone);
    }
    assert.ok(usualNames().length > 350);
  });

  test('a name that is none of the list, and a TZ that is none, are what Intl makes of them', () => {
    for (const zone of [
      'Asia/Kolkata',
      'EST5EDT',
      ':Europe/Paris',
      '',
      'Mars/Olympus',
      'europe/paris',
      'Etc/UTC',
      'UTC',
      'GMT',
      'posix/Europe/Paris',
      ':/etc/localtime',
      'CET-1CEST',
    ]) {
      process.env['TZ'] = zone;
      keepMachineClock(undefined);
      const byIntl = machineZone();
      assert.equal(quickMachineZone(), byIntl, zone);
    }
  });

  test('without TZ the zone of the system is taken, as Intl takes it', () => {
    const script =
      `import { machineZone } from '${new URL('../../../../src/store/processes/machineZone.ts', import.meta.url).href}';` +
      `import { quickMachineZone } from '${new URL('../../../../src/store/processes/quickZone.ts', import.meta.url).href}';` +
      'console.log(JSON.stringify([quickMachineZone(), machineZone()]));';
    const { TZ: _, ...env } = process.env;
    const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env, encoding: 'utf8' });
    const [quick, byIntl] = JSON.parse(out) as readonly [string, string];
    assert.equal(quick, byIntl);
  });
});
