import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import fc from 'fast-check';
import { changeOf, play, steps, type Step } from './histories.ts';
import { Repository } from './git.ts';
import { foldOf, pictureOf, Replica, rowOf } from './replica.ts';

const ATTRIBUTES = 'schedule.jsonl text eol=lf merge=union\n';

/** What happened before two branches parted, and on each of them. */
const history = fc.record({
  before: steps(['act', 'act', 'edit', 'foreign'], 6),
  mine: steps(['act', 'act', 'edit', 'repeat'], 5),
  theirs: steps(['act', 'act', 'edit', 'repeat'], 5),
});

const fileOf = (replica: Replica): string => replica.rows.map(row => `${row.text}\n`).join('');

const readFile = (text: string): Replica => {
  const replica = new Replica('dddddd');
  replica.take(
    text
      .split('\n')
      .filter(line => line !== '')
      .map(rowOf),
  );
  return replica;
};

/** A copy of a file that goes on by itself. It begins by answering what other tools wrote. */
function goOn(from: Replica, actor: string, happens: readonly Step[]): Replica {
  const replica = new Replica(actor);
  replica.take(from.rows);
  for (const state of [...replica.fold.all()]) {
    if (state.unansweredDigests().length > 0) {
      replica.act(state.id, Date.UTC(2026, 10, 22, 12), changeOf(1, Date.UTC(2026, 10, 22, 12)));
    }
  }
  const [one] = play(
    happens.map(step => ({ ...step, who: 0 })),
    () => undefined,
    replica,
  );
  return one;
}

/**
 * Lets real git merge the two branches of so many random histories in both orders, with `merge=union`, and compares
 * the schedules: they must be one, and the one that all rows of both branches come to, so that no act is lost.
 */
export async function mergeHistories(t: TestContext, count: number): Promise<void> {
  const seed = Number(process.env['DEFER_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`${count} histories; DEFER_SEED=${seed} repeats them`);
  const repository = await Repository.make();
  for (const [index, { before, mine, theirs }] of fc.sample(history, { seed, numRuns: count }).entries()) {
    const [base] = play(before.map(step => ({ ...step, who: 0 })));
    const [left, right] = [goOn(base, 'eeeeee', mine), goOn(base, 'ffffff', theirs)];
    await repository.begin(`base${index}`, { '.gitattributes': ATTRIBUTES, 'schedule.jsonl': fileOf(base) });
    for (const [name, replica] of [
      ['left', left],
      ['right', right],
    ] as const) {
      await repository.git('checkout', '--quiet', '-b', `${name}${index}`, `base${index}`);
      await repository.commit({ 'schedule.jsonl': fileOf(replica) });
    }
    const one = readFile(await repository.merged(`left${index}`, `right${index}`));
    const other = readFile(await repository.merged(`right${index}`, `left${index}`));
    const expected = pictureOf(foldOf([...left.rows, ...right.rows]));
    assert.equal(pictureOf(one.fold), expected, `history ${index} of seed ${seed}`);
    assert.equal(pictureOf(other.fold), expected, `history ${index} of seed ${seed}, the other way round`);
  }
}
