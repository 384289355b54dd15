import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { matcherOf } from '../../../../src/render/view/match.ts';
import { createWorld } from '../../../support/world.ts';

test('an entry is meant where every word is in it; # and @ mean a tag and an agent', async () => {
  const world = createWorld();
  const id = await world.add(
    'Resume the Review',
    '1h',
    '--agent',
    'claude',
    '--prompt',
    'Read RFC 2119.',
    '--tag',
    'beta-2',
  );
  const state = (await world.project.ledger.look()).get(id);
  assert.ok(state);
  const entry = toEntry(state);
  for (const text of [
    '',
    '  ',
    'review',
    'RESUME re',
    'rfc 2119',
    '@cl',
    '#beta',
    '@claude review #beta-2',
    'beta',
    id,
  ]) {
    assert.ok(matcherOf(text)(entry), text);
  }
  for (const text of ['reviews', 'resume x', '@codex', '#eta', '@review', '#claude']) {
    assert.ok(!matcherOf(text)(entry), text);
  }
});
