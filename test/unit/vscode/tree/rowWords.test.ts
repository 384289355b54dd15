import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { fits, wordsOf, type EntryAct } from '../../../../src/vscode/tree/rowWords.ts';
import { scheduleOf } from '../../../support/folder.ts';
import { makePlace, until } from '../../../support/runnerPlace.ts';

test('a run that goes on can be stopped, though a row says that it has ended or that its entry is done', async t => {
  const place = makePlace();
  t.after(() => place.remove());
  const go = join(place.root, 'go');
  const agent = place.fakeAgent('claude', { waitsFor: go });
  const id = await place.addAllowed();
  const token = await place.claim(id, { unattended: true });
  const runner = place.runner(token);
  await until('the agent is there', () => agent.calls().length === 1);
  const can = async (act: EntryAct): Promise<boolean> => {
    const state = (await place.ledger.look()).get(id);
    assert.ok(state);
    return fits(act, wordsOf({ entry: toEntry(state), runs: await place.runs(id), approved: true }, place.home));
  };
  const offered = async (): Promise<readonly boolean[]> =>
    Promise.all((['stop', 'terminal', 'run', 'done', 'reopen'] as const).map(can));
  const [{ occ, gen } = { occ: '', gen: 0 }] = await place.runs(id);
  const run = { occ, gen, token, event: 'ended', at: '2020-01-01T00:00:00Z', exit_code: 0 };
  for (const forged of [undefined, { run }, { status: 'done' }]) {
    if (forged) {
      appendFileSync(scheduleOf(place.folder), `${JSON.stringify({ id, ...forged })}\n`);
    }
    assert.deepEqual(await offered(), [true, true, false, false, false], JSON.stringify(forged));
  }
  assert.equal((await place.runs(id))[0]?.outcome, 'ok', 'the rows say that it is over');
  writeFileSync(go, '');
  await runner.end;
  assert.deepEqual(await offered(), [false, false, false, false, true]);
});
