import { test } from 'node:test';
import { raceClones } from '../support/raceClones.ts';
import { raceAndKill, raceForSlots } from '../support/raceRuns.ts';

test('8 processes run one entry 500 times over: one start an occurrence', () => raceForSlots(8, 500));

test('killed half way: at most one start an occurrence', t => raceAndKill(t, 8, 30));

test('two clones of one repository: one start each of 200', t => raceClones(t, 200));
