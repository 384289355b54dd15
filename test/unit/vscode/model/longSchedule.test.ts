import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { instant } from '../../../../src/core/basics/time.ts';
import type { Row } from '../../../../src/vscode/tree/entryRow.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { folderWith } from '../../../support/folder.ts';
import '../../../support/home.ts';

standInForVscode();
const { ScheduleModel } = await import('../../../../src/vscode/model/scheduleModel.ts');
const { ScheduleTree } = await import('../../../../src/vscode/tree/scheduleTree.ts');
const { recentRuns } = await import('../../../../src/vscode/history/historyRows.ts');
type Model = InstanceType<typeof ScheduleModel>;

const NOON = instant(Date.UTC(2026, 10, 28, 12));
const NOTE = 'x'.repeat(300);
const RUN = '"run":{"occ":"once","gen":0,"token":"t1","at":"2026-11-20T12:00:00Z","pid":1,"host":"h","event":"ended"}';
const closed = Array.from({ length: 2000 }, (_, index) => `{"id":"c${index}","status":"done","note":"${NOTE}"}`);
const open = Array.from({ length: 3 }, (_, index) => `{"id":"o${index}","due_at":"2026-11-28T1${index}:00:00Z"}`);
const text = `${[`{"id":"ran","status":"done",${RUN}}`, ...closed, ...open].join('\n')}\n`;

async function openWindow(context: TestContext, folder: string): Promise<Model> {
  openFakeEditor({ folder, manifest: {} });
  const model = modelOf(context);
  await model.look();
  return model;
}

function modelOf(context: TestContext): Model {
  const failures = {
    reportOnce: (_: string, error: unknown) => assert.fail(String(error)),
    recovered: () => undefined,
  };
  const model = new ScheduleModel({ now: () => NOON }, async () => () => false, failures as never);
  context.after(() => model.dispose());
  return model;
}

const labels = (rows: readonly Row[]): unknown =>
  rows.map(row =>
    row.kind === 'group' ? [row.group, labels(row.children)] : row.kind === 'entry' ? row.state.id : row,
  );

test('a window reads of a long schedule what it shows, and the rest when that is asked for', async context => {
  const folder = await folderWith(text);
  const home = process.env['HOME'] ?? '';
  mkdirSync(join(home, '.sf'), { recursive: true });
  const windows = [await openWindow(context, folder), await openWindow(context, folder)];
  assert.equal(readdirSync(join(home, '.sf', 'defer', 'checkpoints')).length, 2);
  const [first, second] = await Promise.all(
    windows.map(async model => labels(await new ScheduleTree(model).getChildren())),
  );
  assert.deepEqual(second, first);
  const ledger = windows[1]?.schedules[0]?.ledger;
  assert.throws(() => ledger?.whole, /Closed entries are missing/);
  assert.equal(ledger?.schedule.get('c7'), undefined);
  for (const model of windows) {
    assert.deepEqual(
      (await recentRuns(model)).map(({ state }) => state.id),
      ['ran'],
    );
  }
  assert.equal(ledger?.whole.get('c7')?.status, 'done');
});

test('the zone is asked once for all rows, and again after a change of the settings', async context => {
  let asked = 0;
  const settings = {
    get timeZone(): string {
      asked += 1;
      return asked > 1 ? 'Asia/Tokyo' : 'Europe/Paris';
    },
  };
  const editor = openFakeEditor({ folder: await folderWith(text), manifest: {}, settings });
  const model = modelOf(context);
  const zones = Array.from({ length: 200 }, () => model.view.zone);
  assert.deepEqual([new Set(zones), asked], [new Set(['Europe/Paris']), 1]);
  editor.fire('workspace.onDidChangeConfiguration', { affectsConfiguration: () => true });
  assert.equal(model.view.zone, 'Asia/Tokyo');
  await model.look();
});
