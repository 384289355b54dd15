import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../../support/world.ts';

test('an empty tag, artifact, key point or constraint is refused, by add and by edit', async () => {
  const world = createWorld();
  const id = await world.add('x', '1h');
  const rows = world.rows().length;
  for (const [word, cleared] of [
    ['tag', 'tags'],
    ['artifact', 'artifacts'],
    ['key-point', 'key-points'],
    ['constraint', 'constraints'],
  ] as const) {
    const said = [`--${word}`, 'a', `--${word}`, ' '];
    assert.equal(await world.refusal('add', 'y', '--when', '1h', ...said), `--${word} is empty. Leave it out.`);
    assert.equal(
      await world.refusal('edit', id, ...said),
      `--${word} is empty. To take all of them away: --clear ${cleared}.`,
    );
  }
  assert.equal(world.rows().length, rows);
});
