import { test } from 'node:test';
import { raceClones } from '../../../support/raceClones.ts';
import { raceAndKill, raceForSlots } from '../../../support/raceRuns.ts';

// test/campaign/runs.test.ts does this at full length.

test('eight processes that run one entry over and over start each of its slots once', () => raceForSlots(8, 10));

test('when half of them are killed half way, nothing is started twice, and what was lost says so', t =>
  raceAndKill(t, 4, 2));

test('of two machines that share a schedule through git, one starts each run', t => raceClones(t, 6));
