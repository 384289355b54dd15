import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standInForVscode } from '../../../support/fakeEditor.ts';
import { hearFailures, rest } from '../../../support/heardFailures.ts';
import { showWorld } from '../../../support/shownWorld.ts';

standInForVscode();
const { Failures } = await import('../../../../src/vscode/model/failures.ts');
const { ApprovalPages } = await import('../../../../src/vscode/pages/approvalPages.ts');
const { EntryPages } = await import('../../../../src/vscode/pages/entryPages.ts');

const { failures, reported, unheard } = hearFailures(Failures);
const uri = { scheme: 'file', path: '/extension' };
const extension = { extensionUri: uri, packageJSON: {} } as never;

test('the page of an entry that is closed while the disk and git are asked fails at nothing', async () => {
  const { world, editor, model, row } = showWorld();
  const id = await world.add('Look at the build', '1h');
  await world.project.ledger.look();
  const pages = new EntryPages({ model, failures, extension });
  pages.show(row(id));
  editor.panels[0]?.dispose();
  await rest();
  assert.deepEqual([...reported, ...unheard], []);
  pages.dispose();
});

test('the page of an entry that is closed while closed entries are read fails at nothing', async () => {
  const { world, editor, model, row } = showWorld();
  const id = await world.add('Look at the build', '1h');
  await world.project.ledger.look();
  const pages = new EntryPages({ model, failures, extension });
  const gone = row(id);
  const { ledger } = gone.schedule;
  Object.assign(gone.schedule, {
    ledger: { schedule: new Map(), mayLack: async () => true, look: () => ledger.look() },
  });
  pages.show(gone);
  editor.panels[0]?.say({ act: 'ready' });
  editor.panels[0]?.dispose();
  await rest();
  assert.deepEqual([...reported, ...unheard], []);
  pages.dispose();
});

test('an approval page that is closed while its content is looked up fails at nothing', async () => {
  const { editor, model } = showWorld();
  const pages = new ApprovalPages(model, uri as never);
  const look = async (): Promise<never> => ({ key: 'k', question: 'Allow it?', detail: '' }) as never;
  const answer = pages.ask({ name: 'one', look, allow: async () => undefined });
  const [page] = editor.panels;
  page?.say({ act: 'ready' });
  page?.dispose();
  assert.equal(await answer, false);
  await rest();
  assert.deepEqual([...reported, ...unheard], []);
});
