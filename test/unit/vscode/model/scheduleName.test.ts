import assert from 'node:assert/strict';
import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { speak } from '../../../../src/core/basics/language.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { folderWith } from '../../../support/folder.ts';
import '../../../support/home.ts';
import { createWorld } from '../../../support/world.ts';

standInForVscode();
const { ScheduleModel } = await import('../../../../src/vscode/model/scheduleModel.ts');
const { regrouped } = await import('../../../../src/vscode/tree/grouping.ts');
const { openScheduleFile } = await import('../../../../src/vscode/wiring/viewActs.ts');

test('the global schedule has its name in the language of the editor, and a folder of that name keeps its own', async context => {
  speak({ 'Global/a heading: entries of no folder': 'Weltweit', 'Reading the schedule of {0}': '{0} lesen' });
  context.after(() => speak({}));
  const folder = join(await folderWith(''), 'Global');
  const files = [folder, process.env['HOME'] ?? ''].map(place => join(place, '.sf', 'schedule.jsonl'));
  // A folder in place of the file is there, and cannot be read.
  files.forEach(file => mkdirSync(file, { recursive: true }));
  context.after(() => files.forEach(file => rmdirSync(file)));
  const editor = openFakeEditor({ folder, manifest: {} });
  const failed: string[] = [];
  const failures = { reportOnce: (doing: string) => failed.push(doing), recovered: () => undefined };
  const model = new ScheduleModel(
    { now: () => instant(Date.UTC(2026, 10, 28, 12)) },
    async () => () => false,
    failures as never,
  );
  context.after(() => model.dispose());
  const [project, global] = model.schedules;
  assert.ok(project && global);

  assert.deepEqual([model.markOf(project), model.markOf(global)], ['', 'Weltweit']);
  const world = createWorld();
  const id = await world.add('One', '1h');
  const state = (await world.project.ledger.look()).get(id);
  assert.ok(state);
  const entry = { kind: 'entry', state, schedule: global } as const;
  const groups = [{ kind: 'group', group: 'Today', count: 1, children: [entry] } as const];
  assert.equal(regrouped(groups, 'folder')[0]?.group, 'Weltweit');

  await model.look();
  assert.deepEqual(failed, ['Global lesen', 'Weltweit lesen']);
  failed.length = 0;
  await model.readAll();
  assert.deepEqual(failed, ['Global lesen', 'Weltweit lesen']);

  await openScheduleFile(model);
  assert.deepEqual(
    editor.lists[0]?.map(item => (item as { readonly label: string }).label),
    ['Global', 'Weltweit'],
  );
});
