import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOnce } from '../../../../src/core/basics/loadOnce.ts';
import { lazyRunner, type Runner } from '../../../../src/runner/start/lazyRunner.ts';

/** Something that fails to load the first time. */
function failingOnce<Loaded>(loaded: Loaded): { readonly count: number; load(): Promise<Loaded> } {
  const state = {
    count: 0,
    load: async () => {
      state.count += 1;
      if (state.count === 1) {
        throw new Error('the file is not there');
      }
      return loaded;
    },
  };
  return state;
}

test('what is loaded is loaded once, for all who ask at the same time as well', async () => {
  let count = 0;
  const load = loadOnce(async () => (count += 1));
  assert.deepEqual(await Promise.all([load(), load()]), [1, 1]);
  assert.equal(await load(), 1);
});

test('a load that failed is tried again, and all who asked meanwhile are told', async () => {
  const part = failingOnce('part');
  const load = loadOnce(part.load);
  const both = await Promise.allSettled([load(), load()]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.deepEqual([await load(), await load(), part.count], ['part', 'part', 2]);
});

test('a runner that failed to load is loaded when something is to be started again', async () => {
  const runner = failingOnce({ launcher: { agents: async () => [] } } as unknown as Runner);
  const { launcher } = lazyRunner(runner.load);
  await assert.rejects(launcher.agents(), /not there/);
  assert.deepEqual(await launcher.agents(), []);
});
