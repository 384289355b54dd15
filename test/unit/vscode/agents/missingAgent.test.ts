import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../../../../src/core/basics/refusal.ts';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { standInForVscode } from '../../../support/fakeEditor.ts';
import { hearFailures, rest } from '../../../support/heardFailures.ts';
import { showWorld } from '../../../support/shownWorld.ts';

standInForVscode();
const { Failures } = await import('../../../../src/vscode/model/failures.ts');
const { AutomaticRuns } = await import('../../../../src/vscode/run/automaticRuns.ts');
const { createEditorServices } = await import('../../../../src/vscode/wiring/editorServices.ts');
const { failures, reported, unheard, heard } = hearFailures(Failures);

/** A window with an entry whose agent is not installed, where a person chooses another and it cannot be written. */
async function open() {
  const { world, editor, model, row, look } = showWorld({ autoRun: 'approved' });
  const id = await world.add('Look at the build', '1h', '--agent', 'claude', '--prompt', 'Look.');
  await look();
  editor.answers.push('Choose Another…');
  editor.picks.push((items: readonly unknown[]) => items[0]);
  const launcher = { agents: async () => [{ name: 'codex', path: '/bin/codex', problem: null }] } as never;
  const approvals = {
    marks: async () => new Map([[id, 'unchecked']]),
    look: async () => ({ ...refusal('It is not installed.'), missing: true, agent: 'claude' }),
  } as never;
  Object.assign(world.project.ledger, { act: () => Promise.reject(new Error('it cannot be written')) });
  const { run } = createEditorServices({ model, failures, launcher, approvals } as never);
  return { id, world, model, row, look, launcher, approvals, run };
}

test('that another agent cannot be chosen is told under the name of the command', async () => {
  const { id, row, run } = await open();
  await run('allow', { row: row(id) });
  await heard(1);
  assert.deepEqual(unheard, []);
  assert.deepEqual(reported, ['Allow Automatic Runs: Error: it cannot be written']);
});

test('so is it where the entry would have started by itself', async () => {
  const { world, model, look, launcher, approvals, run } = await open();
  const automatic = new AutomaticRuns({
    ...{ model, launcher, approvals, run, failures, hostFor: () => world.host },
    tree: { refresh: () => undefined } as never,
    tellHeld: async () => undefined,
  });
  await rest();
  world.clock.push(2 * HOUR);
  await look();
  await heard(1);
  assert.deepEqual(unheard, []);
  assert.deepEqual(reported, ['Automatic runs: Error: it cannot be written']);
  automatic.dispose();
});
