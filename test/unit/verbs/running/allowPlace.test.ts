import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Question } from '../../../../src/verbs/question.ts';
import { createWorld, type World } from '../../../support/world.ts';

const add = (world: World, ...more: readonly string[]): Promise<string> =>
  world.add('Resume', '1h', '--agent', 'claude', '--prompt', 'Go on.', ...more);

const payloadOf = (world: World, id: string): unknown => world.rows().findLast(row => row['id'] === id)?.['payload'];
const placeOf = (world: World, id: string): unknown => (payloadOf(world, id) as { in?: unknown }).in;

test('the place is said when an entry is added and edited, and taken away', async () => {
  const world = createWorld();
  const id = await add(world, '--in', 'worktree');
  assert.equal((await world.value('show', id))['in'], 'worktree');
  await world.value('edit', id, '--in', 'here');
  assert.equal(placeOf(world, id), 'here');
  await world.value('edit', id, '--clear', 'in');
  assert.equal(placeOf(world, id), undefined);
});

test('a person sees where runs work and what comes along, and a change of it is shown', async () => {
  const world = createWorld();
  const id = await add(world);
  world.confirms = true;
  await world.value('allow', id);
  assert.match(world.asked.at(-1)?.page?.text ?? '', /Works in: +the checkout itself\n/);
  assert.match(world.asked.at(-1)?.detail ?? '', /work in the checkout itself/);
  await world.value('edit', id, '--in', 'worktree');
  assert.equal((await world.value('show', id))['approved'], 'changed');
  await world.value('allow', id);
  const page = world.asked.at(-1)?.page?.text ?? '';
  assert.match(page, /- Works in: +the checkout itself\n\+ Works in: +a worktree of its own.*\n\+ Copied: +\.env\n/);
});

test('a person says where runs work while they allow it, and the entry says so from then on', async () => {
  const world = createWorld();
  const id = await add(world);
  const dry = await world.say('allow', id, '--in', 'worktree', '--dry-run');
  assert.ok(dry.ok && /Works in: +a worktree/.test(dry.say));
  assert.match(await world.refusal('allow', id, '--in', 'worktree'), /Nothing was allowed/);
  assert.equal(placeOf(world, id), undefined);
  world.confirms = true;
  assert.equal((await world.value('allow', id, '--in', 'worktree'))['approved'], true);
  assert.equal(placeOf(world, id), 'worktree');
  assert.equal((await world.value('show', id))['approved'], true);
});

test('the other place is offered beside the one that is asked about', async () => {
  const world = createWorld();
  const id = await add(world);
  world.confirms = true;
  world.choosesAlso = true;
  await world.value('allow', id);
  assert.equal(world.asked.at(-1)?.also?.yes, 'Allow in a Worktree');
  assert.equal(world.asked.at(-1)?.also?.command, `defer allow ${id} --in worktree`);
  assert.equal(placeOf(world, id), 'worktree');
  assert.equal((await world.value('show', id))['approved'], true);
});

test('nobody is offered another place who has said which', async () => {
  const world = createWorld();
  world.confirms = true;
  await world.value('allow', await add(world), '--in', 'here');
  assert.equal(world.asked.at(-1)?.also, undefined);
});

test('nothing is allowed for another time than was shown, wherever its runs work', async () => {
  const world = createWorld();
  world.confirms = true;
  const { confirm } = world.host;
  for (const more of [[], ['--in', 'worktree']]) {
    const id = await add(world);
    world.choosesAlso = more.length === 0;
    // A row brings it forward while the person reads.
    Object.assign(world.host, {
      confirm: async (question: Question) => {
        await world.value('edit', id, '--when', '5m');
        return confirm(question);
      },
    });
    assert.match(await world.refusal('allow', id, ...more), /changed since it was shown, so nothing was allowed/);
    assert.equal((await world.value('show', id))['approved'], false);
  }
});
