import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { deferHome } from '../../../../src/runner/home/homeFiles.ts';
import { keepEnd } from '../../../../src/runner/exec/keptEnd.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { hearFailures } from '../../../support/heardFailures.ts';
import { makePlace } from '../../../support/runnerPlace.ts';

standInForVscode();
const { Failures } = await import('../../../../src/vscode/model/failures.ts');
const { RunNotices } = await import('../../../../src/vscode/say/runNotices.ts');
const { failures, reported, unheard, heard } = hearFailures(Failures);

test('a button on the message about a run that fails is told under its name', async () => {
  const editor = openFakeEditor({ folder: '/work', manifest: {} });
  const place = makePlace();
  place.fakeAgent('claude');
  const id = await place.add();
  const token = await place.claim(id, { home: deferHome() });
  const [run] = await place.runs(id);
  assert.ok(run);
  const at = new Date(place.clock.now()).toISOString();
  await keepEnd(deferHome(), { occ: run.occ, gen: run.gen, token, event: 'ended', at, exit_code: 1 } as never);
  const failed = { status: 'failed', attempts: 1, max_retries: 3 };
  const state = await place.ledger.act(id, place.clock.now(), () => ({ set: failed }));
  assert.ok(!isRefusal(state));
  const notices = new RunNotices({ alive: () => false, onDidChange: () => ({ dispose: () => undefined }) } as never, {
    ...{ failures, terminals: { of: () => undefined } as never, resultOf: async () => undefined },
    snooze: async () => Promise.reject(new Error('it cannot be written')),
  });
  editor.answers.push((buttons: readonly string[]) => buttons.find(label => label.startsWith('Retry in')));
  notices.expect(token, { kind: 'entry', state, schedule: place } as never);
  await heard(1);
  assert.match(editor.said[0] ?? '', /claude/);
  assert.deepEqual(unheard, []);
  assert.match(reported.join(), /^Retry in \d+[sm]: Error: it cannot be written$/);
  notices.dispose();
  place.remove();
});
