import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBreather } from '../../../../src/vscode/tree/breather.ts';

test('many things that are asked for together are done so many at a time, in order', async () => {
  const breathe = makeBreather(10);
  const done: number[] = [];
  const sizes: number[] = [];
  let over = false;
  const watch = (): void => {
    sizes.push(done.length);
    if (!over) setImmediate(watch);
  };
  setImmediate(watch);
  const all = Array.from({ length: 45 }, async (_, index) => {
    await breathe();
    done.push(index);
  });
  await Promise.all(all);
  over = true;
  assert.deepEqual(
    done,
    Array.from({ length: 45 }, (_, index) => index),
  );
  const steps = sizes.map((size, index) => size - (sizes[index - 1] ?? 0));
  assert.ok(Math.max(...steps) <= 10, steps.join());
});

test('what comes alone waits for nobody', async () => {
  const breathe = makeBreather(10);
  for (let index = 0; index < 9; index += 1) {
    let isDone = false;
    void breathe().then(() => (isDone = true));
    await Promise.resolve();
    await Promise.resolve();
    assert.ok(isDone);
  }
});
