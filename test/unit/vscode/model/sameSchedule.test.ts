import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { instant } from '../../../../src/core/basics/time.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { emptyFolder, folderWith } from '../../../support/folder.ts';
import '../../../support/home.ts';

standInForVscode();
const { ScheduleModel } = await import('../../../../src/vscode/model/scheduleModel.ts');
const { folderForNew, scheduleOf } = await import('../../../../src/vscode/ask/folderForNew.ts');
type Model = InstanceType<typeof ScheduleModel>;

const NOON = instant(Date.UTC(2026, 10, 28, 12));
const DUE = '{"id":"one","due_at":"2026-11-28T10:00:00Z"}\n';

interface Opened {
  readonly more?: readonly string[];
  /** Receives read errors. Without it an error fails the test. */
  readonly faults?: string[];
}

async function openWindow(context: TestContext, folder: string, { more = [], faults }: Opened = {}): Promise<Model> {
  openFakeEditor({ folder, more, manifest: {} });
  const failures = {
    reportOnce: (_: string, error: unknown) => faults?.push(String(error)) ?? assert.fail(String(error)),
    recovered: () => undefined,
  };
  const model = new ScheduleModel({ now: () => NOON }, async () => () => false, failures as never);
  context.after(() => model.dispose());
  await model.look();
  return model;
}

const near = (path: string): never => ({ uri: { fsPath: path } }) as never;

test('a folder that is open under two names is one schedule, and new entries from both go there', async context => {
  const [folder, other] = [await folderWith(DUE), await folderWith('')];
  const link = join(await folderWith(''), 'link');
  symlinkSync(folder, link);
  const model = await openWindow(context, folder, { more: [link, other] });
  assert.deepEqual(
    model.projects.map(({ ledger }) => ledger.folder),
    [folder, other],
  );
  assert.equal(model.tally.overdue, 1);
  for (const [from, to] of [
    [folder, folder],
    [link, folder],
    [other, other],
  ] as const) {
    assert.equal((await folderForNew(model, near(from)))?.ledger.folder, to, from);
  }
  assert.equal(scheduleOf(model.schedules, '/nowhere'), undefined);
});

test('two folders with one schedule file are one schedule, and two folders without a file are two', async context => {
  const kept = join(process.env['HOME'] ?? '', '.sf', 'projects', 'kept');
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, 'schedule.jsonl'), DUE);
  const [one, two, bare, alsoBare] = [
    await emptyFolder(),
    await emptyFolder(),
    await emptyFolder(),
    await emptyFolder(),
  ];
  for (const folder of [one, two]) {
    symlinkSync(kept, join(folder, '.sf'));
  }
  const model = await openWindow(context, one, { more: [two, bare, alsoBare] });
  assert.deepEqual(
    model.projects.map(({ ledger }) => ledger.folder),
    [one, bare, alsoBare],
  );
  assert.equal(model.tally.overdue, 1);
  assert.equal(scheduleOf(model.schedules, two)?.ledger.folder, one);
});

test('a link that leads outside does not hide the schedule of another folder or of the home', async context => {
  const victim = await folderWith(DUE);
  const [hostile, other] = [await emptyFolder(), await emptyFolder()];
  symlinkSync(join(victim, '.sf'), join(hostile, '.sf'));
  const home = process.env['HOME'] ?? '';
  mkdirSync(join(home, '.sf'), { recursive: true });
  symlinkSync(join(home, '.sf'), join(other, '.sf'));
  const faults: string[] = [];
  const model = await openWindow(context, hostile, { faults, more: [victim, other] });
  assert.deepEqual(
    model.projects.map(({ ledger }) => ledger.folder),
    [hostile, victim, other],
  );
  assert.equal(model.tally.overdue, 1);
  assert.equal(faults.filter(fault => /leads out of the folder/.test(fault)).length, 2, faults.join());
  assert.equal(scheduleOf(model.schedules, hostile)?.ledger.folder, hostile);
});
