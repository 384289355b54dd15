import type { EntryState } from '../../src/core/fold/entryState.ts';
import type { Instant } from '../../src/core/basics/time.ts';
import type { View } from '../../src/render/view/entryView.ts';
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
  /** Reads the schedule, and tells all who listen to the model. */
  look(): Promise<void>;
}

/** Opens a window on the project of a world. What changes there is seen once its ledger has looked. */
export function showWorld(settings: Readonly<Record<string, unknown>> = {}): ShownWorld {
  const world = createWorld();
  const { ledger } = world.project;
  const editor = openFakeEditor({ folder: ledger.folder, manifest: {}, settings });
  const uri = { fsPath: ledger.folder, toString: () => ledger.folder };
  const schedule = { ledger, folder: { uri, name: 'project', index: 0 }, fault: undefined };
  const listeners = new Set<() => void>();
  const model = {
    ...{ schedules: [schedule], projects: [schedule], alive: () => false, markOf: () => '', tell: () => undefined },
    clock: world.clock,
    readAll: async () => [],
    look: async () => ledger.look(),
    onDidChange: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    get now(): Instant {
      return world.clock.now();
    },
    get view(): View {
      return viewAt(world.clock.now(), 'UTC', () => false);
    },
  };
  return {
    ...{ world, editor, model: model as unknown as ScheduleModel },
    row: id => ({ kind: 'entry', state: ledger.schedule.get(id) as EntryState, schedule: schedule as never }),
    look: async () => {
      await ledger.look();
      listeners.forEach(listener => listener());
    },
  };
}
