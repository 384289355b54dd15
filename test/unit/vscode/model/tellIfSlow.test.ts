import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellIfSlow } from '../../../../src/vscode/model/tellIfSlow.ts';

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

test('a slow job is told of once, with the job, and its result comes through', async () => {
  const told: unknown[] = [];
  const job = pause(50).then(() => 'read');
  assert.equal(await tellIfSlow(job, 1, slow => told.push(slow)), 'read');
  assert.deepEqual(told, [job]);
});

test('a job that ends in time is not told of, also where it fails', async () => {
  let told = 0;
  const tell = (): void => void (told += 1);
  assert.equal(await tellIfSlow(Promise.resolve(1), 20, tell), 1);
  await assert.rejects(tellIfSlow(Promise.reject(new Error('no such disk')), 20, tell), /no such disk/);
  await pause(60);
  assert.equal(told, 0);
});
