import type { EntryState } from '../../src/core/fold/entryState.ts';
import { viewAt } from '../../src/render/view/viewAt.ts';
import type { ScheduleModel } from '../../src/vscode/model/scheduleModel.ts';
import type { EntryRow } from '../../src/vscode/tree/entryRow.ts';
import { openFakeEditor, type FakeEditor } from './fakeEditor.ts';
import { createWorld, type World } from './world.ts';

/** A window that shows the project of a world, as its surfaces see it. */
export interface ShownWorld {
  readonly world: World;
  readonly editor: FakeEditor;
  readonly model: ScheduleModel;
  /** The row of an entry, as it was read last. */
  row(id: string): EntryRow;
}

/** Opens a window on the project of a world. What changes there is seen once its ledger has looked. */
export function showWorld(): ShownWorld {
  const world = createWorld();
  const { ledger } = world.project;
  const editor = openFakeEditor({ folder: ledger.folder, manifest: {} });
  const uri = { fsPath: ledger.folder, toString: () => ledger.folder };
  const schedule = { ledger, folder: { uri, name: 'project', index: 0 }, fault: undefined };
  const nothing = { dispose: () => undefined };
  const model = {
    ...{ schedules: [schedule], projects: [schedule], alive: () => false, now: world.clock.now() },
    ...{ onDidChange: () => nothing, markOf: () => '', readAll: async () => [] },
    view: viewAt(world.clock.now(), 'UTC', () => false),
  } as unknown as ScheduleModel;
  return {
    ...{ world, editor, model },
    row: id => ({ kind: 'entry', state: ledger.schedule.get(id) as EntryState, schedule: schedule as never }),
  };
}
