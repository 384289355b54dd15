import { test } from 'node:test';
import { raceClones } from '../../../support/raceClones.ts';
import { raceAndKill, raceForSlots } from '../../../support/raceRuns.ts';
import { onPosix } from '../../../support/systems.ts';

// test/campaign/runs.test.ts does this at full length.

// The agent is a shell script. test/platforms/contract.test.ts tests eight runs at once on other systems.
test('eight processes that run one entry over and over start each of its slots once', onPosix, () =>
  raceForSlots(8, 10),
);

test('when half of them are killed half way, nothing is started twice, and what was lost says so', t =>
  raceAndKill(t, 4, 2));

test('of two machines that share a schedule through git, one starts each run', t => raceClones(t, 6));
