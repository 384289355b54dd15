import assert from 'node:assert/strict';
import { instant, MINUTE, toIso } from '../../src/core/basics/time.ts';
import { askVerb } from '../../src/verbs/askVerb.ts';
import { verbs } from '../../src/verbs/index.ts';
import type { RawInput, Reply } from '../../src/verbs/verb.ts';
import { assertLaw, BEGIN, doneIn, type Act, type History, type RawRow } from './slotHistory.ts';
import { createWorld, type Answer, type World } from './world.ts';

/** Asks a verb as every surface does; quicker than a command line, and there are many. */
const ask = (world: World, name: string, input: RawInput): Promise<Reply> => {
  const verb = verbs.find(one => one.name === name);
  assert.ok(verb);
  return askVerb(world.host, verb, input);
};

async function valueOf(world: World, name: string, input: RawInput): Promise<Answer> {
  const reply = await ask(world, name, input);
  assert.ok(reply.ok, reply.ok ? '' : reply.why);
  return reply.value as Answer;
}

/** Does one act of a history. */
function perform(act: Act, world: World, id: string, period: number): Promise<Reply> | undefined {
  const now = world.clock.now();
  switch (act.kind) {
    case 'pass':
      world.clock.push(act.minutes * MINUTE);
      return undefined;
    case 'snooze':
    case 'reschedule':
      return ask(world, act.kind, { id, when: toIso(instant(now + act.minutes * MINUTE)) });
    case 'reschedule to slot': {
      const slot = world.project.ledger.schedule.get(id)?.slot ?? 0;
      return ask(world, 'reschedule', { id, when: toIso(instant(slot + act.ahead * period)) });
    }
    case 'run':
    case 'run due':
      world.exitCode = act.exitCode;
      return ask(world, 'run', act.kind === 'run' ? { id } : { due: true });
    case 'follow up':
      return undefined;
    default:
      return ask(world, act.kind, { id });
  }
}

/** Lives through a history of a repeat, with an entry that comes after it, and holds it to the law after each act. */
export async function live({ rule, catchup, retries, acts }: History): Promise<void> {
  const world = createWorld({ now: toIso(instant(BEGIN)), watches: true });
  const agent = { agent: 'claude', prompt: 'Look', max_retries: retries };
  const { id } = await valueOf(world, 'add', { message: 'x', ...rule.input, catchup, ...agent });
  const { id: follower } = await valueOf(world, 'add', { message: 'y', after: id });
  world.confirms = true;
  await ask(world, 'allow', { id });
  let handled = 0;
  let before = 0;
  for (const act of acts) {
    await perform(act, world, id, rule.period);
    const rows = world.rows();
    assertLaw(rows, await valueOf(world, 'show', { id }), rule);
    const done = doneIn(rows, id).size;
    const most = act.kind === 'done' || act.kind === 'run' || act.kind === 'run due' ? 1 : 0;
    assert.ok(done - before <= most, `${act.kind} did ${done - before}`);
    before = done;
    const isDue = done > handled;
    const { group } = await valueOf(world, 'show', { id: follower });
    assert.equal(group, isDue ? 'Overdue' : 'Waiting', `after ${act.kind}: ${done} done, ${handled} handled`);
    if (act.kind === 'follow up' && isDue) {
      await valueOf(world, 'done', { id: follower });
      handled = done;
    }
  }
}

/** What may be undone, and leaves the entry as it was before. */
const UNDOABLE: ReadonlySet<Act['kind']> = new Set([
  ...(['snooze', 'reschedule', 'reschedule to slot', 'done', 'skip', 'pause', 'resume'] as const),
]);

/** Lives through a history in which every act of a person is undone, looked at, and done once more. */
export async function liveTwice({ rule, catchup, retries, acts }: History): Promise<void> {
  const world = createWorld({ now: toIso(instant(BEGIN)) });
  const agent = { agent: 'claude', prompt: 'Look', max_retries: retries };
  const { id } = await valueOf(world, 'add', { message: 'x', ...rule.input, catchup, ...agent });
  const picture = async (): Promise<unknown> => {
    const { line: _, updated_at: __, runs, ...shown } = await valueOf(world, 'show', { id });
    // What is recorded once more has the next generation.
    return { ...shown, runs: (runs as readonly RawRow[]).map(({ gen: _gen, ...run }) => JSON.stringify(run)).sort() };
  };
  for (const act of acts) {
    const before = await picture();
    const isDone = (await perform(act, world, id, rule.period))?.ok === true && UNDOABLE.has(act.kind);
    if (isDone) {
      const after = await picture();
      await valueOf(world, 'undo', {});
      assert.deepEqual(await picture(), before, `${act.kind} was undone`);
      assertLaw(world.rows(), await valueOf(world, 'show', { id }), rule);
      await perform(act, world, id, rule.period);
      assert.deepEqual(await picture(), after, `${act.kind} was done once more`);
    }
    assertLaw(world.rows(), await valueOf(world, 'show', { id }), rule);
  }
}
