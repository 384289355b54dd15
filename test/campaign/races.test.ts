import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { FileLog } from '../../src/store/log/fileLog.ts';
import { emptyFolder } from '../support/folder.ts';
import { appendAtOnce, idsOfWriters } from '../support/processes.ts';
import { look } from '../support/scheduleLogContract.ts';

const idOf = (text: string): string => (JSON.parse(text) as { id: string }).id;

for (const [writers, count, characters] of [
  [8, 500, 300],
  [8, 200, 5_000],
  [8, 60, 70_000],
  [8, 20, 250_000],
] as const) {
  test(`${writers} processes append ${count} rows of ${characters} characters each at once: none lost, doubled or mixed`, async () => {
    const folder = await emptyFolder();
    await appendAtOnce(folder, writers, count, characters);
    const { texts, problems } = await look(new FileLog(folder));
    assert.deepEqual(problems, []);
    assert.deepEqual(texts.map(idOf).sort(), idsOfWriters(writers, count).sort());
  });
}

test('writers killed at any moment lose nothing that they had said was written', async t => {
  const folder = await emptyFolder();
  const acknowledged: string[] = [];
  const kills = 60;
  for (let index = 0; index < kills; index += 1) {
    const script = join(import.meta.dirname, '..', 'support', 'writer.ts');
    const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, folder, `k${index}.`, '1000000', '20000'];
    const writer = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    writer.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      // Once it is under way, at a moment of chance.
      setTimeout(() => writer.kill('SIGKILL'), Math.random() * 20);
    });
    await new Promise(resolve => writer.once('close', resolve));
    acknowledged.push(...said.split('\n').slice(0, -1));
  }
  const { texts, problems } = await look(new FileLog(folder));
  const there = new Set(texts.map(idOf));
  t.diagnostic(`${acknowledged.length} rows acknowledged by ${kills} killed writers, ${problems.length} torn`);
  assert.ok(acknowledged.length > kills);
  assert.deepEqual(
    acknowledged.filter(id => !there.has(id)),
    [],
  );
  assert.ok(problems.length <= kills);
});
