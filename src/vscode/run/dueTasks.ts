import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { cleanLine, plainName } from '../../render/text/clean.ts';
import { isolate } from '../../render/text/isolate.ts';
import { whenText } from '../../render/row/whenText.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import { dueStates } from '../../render/view/tally.ts';
import type { FolderSchedule } from '../model/scheduleModel.ts';
import { plainNotice, showRefusal } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { EditorServices } from '../wiring/editorServices.ts';

/** The type that the manifest declares, and what a task of it says: the id of an entry. */
interface DueTask extends vscode.TaskDefinition {
  readonly type: 'defer';
  readonly entry: string;
}

/** What tasks of due entries touch. */
type Services = Pick<EditorServices, 'model' | 'run'>;

const runLabel = (): string => l10n.t('Run');

/**
 * What is due and for an agent, as tasks of the editor. Such a task is no second way to start an agent: it asks the
 * person, then the verb `run`, like a click on the row. A task may be started by no click at all: a `tasks.json` that a
 * repository brings along can have it run when the folder is opened, or before another task.
 */
export function dueTasks(services: Services): vscode.Task[] {
  const { schedules, now, view } = services.model;
  return schedules.flatMap(schedule =>
    dueStates(schedule.ledger.schedule, now).flatMap(state => {
      const seen = viewEntry(state, view);
      const isForAgent = seen.entry.kind === 'prompt' || seen.entry.kind === 'command';
      if (!isForAgent || seen.group === 'Running') {
        return [];
      }
      const scope = schedule.ledger.scope === 'global' ? vscode.TaskScope.Workspace : schedule.folder;
      const task = taskOf({ type: 'defer', entry: state.id }, scope, toEntry(state).title, services);
      task.detail = whenText(seen, now, view.zone);
      return [task];
    }),
  );
}

/** The task that a person or a file of tasks named, whatever has become of its entry since. */
export function resolveTask({ definition, scope, name }: vscode.Task, services: Services): vscode.Task {
  return taskOf(definition as DueTask, scope ?? vscode.TaskScope.Workspace, name, services);
}

function taskOf(
  definition: DueTask,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
  title: string,
  services: Services,
): vscode.Task {
  const start = async (): Promise<void> => {
    const row = rowOf(definition.entry, scope, services);
    if (row) {
      await ask(row, services);
    } else {
      showRefusal(l10n.t('There is no open entry for that task any more, so nothing was started.'));
    }
  };
  const execution = new vscode.CustomExecution(async () => terminalOf(start));
  const task = new vscode.Task(
    definition,
    scope,
    isolate(plainName(title, 60)) || l10n.t('run'),
    'Defer',
    execution,
    [],
  );
  // The run has a terminal of its own.
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Never, close: true, echo: false, showReuseMessage: false };
  return task;
}

/** Asks the person, and runs the entry at a yes. The task does not wait for the answer. */
async function ask(row: EntryRow, { run }: Services): Promise<void> {
  const name = isolate(cleanLine(toEntry(row.state).title, 60)) || l10n.t('an entry without a title');
  const text = plainNotice(l10n.t('Defer: a task asks to run "{0}".', name));
  if ((await vscode.window.showInformationMessage(text, runLabel())) === runLabel()) {
    await run('run', { row });
  }
}

/** The entry of an id, first of the folder that the task is of. */
function rowOf(
  id: unknown,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
  { model }: Services,
): EntryRow | undefined {
  const isNear = ({ folder }: FolderSchedule): boolean =>
    typeof scope === 'object' && folder.uri.toString() === scope.uri.toString();
  const near = [...model.schedules].sort((one, other) => Number(isNear(other)) - Number(isNear(one)));
  for (const schedule of near) {
    const state = typeof id === 'string' ? schedule.ledger.schedule.get(id) : undefined;
    if (state?.isOpen) {
      return { kind: 'entry', state, schedule };
    }
  }
  return undefined;
}

/** A terminal in which nothing is to be seen: it does one thing, and is closed. */
function terminalOf(act: () => Promise<void>): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: () => {
      act().catch((error: unknown) => showRefusal(error instanceof Error ? error.message : String(error)));
      closed.fire(0);
    },
    close: () => vscode.Disposable.from(written, closed).dispose(),
  };
}
