import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spokenList } from '../../../../src/render/text/spoken.ts';

test('a row is said as a list: its title as it is, then each part once, without the dots of the screen', () => {
  assert.equal(
    spokenList('a · b', 'Running', 'running for 4 min · claude · running', ''),
    'a · b, Running, running for 4 min, claude',
  );
  assert.equal(
    spokenList('Proposed by an agent', 'Proposed', 'in 2 d · proposed'),
    'Proposed by an agent, Proposed, in 2 d',
  );
  assert.equal(spokenList('alone', '', ' · '), 'alone');
});
