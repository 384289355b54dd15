import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Run } from '../../../../src/core/rows/runEvents.ts';
import { runText } from '../../../../src/render/text/runText.ts';
import { at } from '../../../support/world.ts';

test('a run says its moment as a person reads it, not as the file has it', () => {
  const run = { started_at: '2026-11-28T11:44:22.655Z', outcome: 'failed', exit_code: 3, duration_ms: 20_000 };
  const said = runText(run as Run, at('2026-11-28T12:44:22Z'), 'UTC');
  assert.equal(said, 'Sat 28 Nov, 11:44 UTC (1 h ago): failed, exit code 3, under a minute');
});
