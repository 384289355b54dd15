import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standInForVscode } from '../../../support/fakeEditor.ts';
import { hearFailures } from '../../../support/heardFailures.ts';
import { showWorld } from '../../../support/shownWorld.ts';

standInForVscode();
const { Failures } = await import('../../../../src/vscode/model/failures.ts');
const { AgendaView } = await import('../../../../src/vscode/agenda/agendaView.ts');
const { failures, reported, unheard, heard } = hearFailures(Failures);

interface Lane {
  readonly id: string;
  readonly items: readonly { readonly kind: string; readonly key: string }[];
}

test('an entry of the agenda that cannot be moved is told, by key and by dropping', async () => {
  const { world, editor, model } = showWorld();
  await world.add('Look at the build', '1h');
  await world.project.ledger.look();
  const nothing = { dispose: () => undefined };
  const run = async (): Promise<never> => Promise.reject(new Error('it cannot be written'));
  const narrowed = { filter: '', keep: undefined, onDidChangeTreeData: () => nothing };
  const extension = { scheme: 'file', path: '/extension' };
  const view = new AgendaView({ model, run } as never, narrowed, failures, extension as never);
  view.open();
  const [page] = editor.panels;
  page?.say({ act: 'ready' });
  const lanes = page?.sent[0]?.shown['lanes'] as readonly Lane[];
  const at = lanes.flatMap(({ items }) => items).find(({ kind }) => kind === 'entry')?.key;
  page?.say({ act: 'later', at });
  page?.say({ act: 'move', at, to: lanes.at(-1)?.id });
  await heard(2);
  assert.deepEqual(unheard, []);
  assert.deepEqual(reported, Array(2).fill('Agenda: Error: it cannot be written'));
  view.dispose();
});
