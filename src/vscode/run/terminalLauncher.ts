import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import type { LaunchPlan } from '../../core/agent/launch.ts';
import { plainName } from '../../render/text/clean.ts';
import { lazyRunner, type Runner } from '../../runner/start/lazyRunner.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { RunNotices } from '../say/runNotices.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { limits } from '../model/limitSettings.ts';
import { agentProfiles, retrySettings, standardAgent, timeZone } from '../model/settings.ts';

/** The type of Defer's tasks, as the manifest declares it. */
const TASK_TYPE = 'defer';

/**
 * The launcher of the editor: Defer's runner becomes the process of a task in the integrated terminal. Only the
 * token crosses to it, so no shell ever reads a prompt (docs/running.md, "At most once"). The runner is loaded on the first run.
 * `commandLine`: the program that it is part of.
 */
export function createTerminalRunner(model: ScheduleModel, notices: RunNotices, commandLine: string): Runner {
  return lazyRunner(async () => {
    const { createEditorRunner } = await import('../../runner/start/editorLauncher.ts');
    return createEditorRunner({
      clock: model.clock,
      zone: timeZone(),
      folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
      settings: agentProfiles,
      standardAgent,
      limits,
      retrySettings,
      begin: async (token, plan) => {
        const row = rowOf(model, plan.entryId, token);
        // Before it begins: one that is over at once may have ended before the editor says that it began.
        if (row) {
          notices.expect(token, row);
        }
        await startTask(token, titleOf(row), plan, commandLine);
        return { state: 'started' };
      },
    });
  });
}

async function startTask(token: string, title: string, plan: LaunchPlan, commandLine: string): Promise<void> {
  const { cwd, unattended } = plan;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(cwd));
  // On the desktop the editor's own executable is Electron, which is Node only when it is told to be.
  const execution = new vscode.ProcessExecution(process.execPath, [commandLine, 'exec', token], {
    cwd,
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const definition = { type: TASK_TYPE, id: token };
  const scope = folder ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task(definition, scope, title, 'Defer', execution, []);
  task.presentationOptions = {
    // An automatic run does not take over the screen.
    reveal: unattended ? vscode.TaskRevealKind.Never : vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    focus: !unattended,
    // What it printed is kept, and nobody watches: its terminal would stay, one for each run.
    close: unattended,
    echo: false,
    showReuseMessage: false,
    clear: false,
  };
  await vscode.tasks.executeTask(task);
}

/** The entry that a run was claimed for; two folders may have one of the same id. */
function rowOf(model: ScheduleModel, id: string, token: string): EntryRow | undefined {
  for (const schedule of model.schedules) {
    const state = schedule.ledger.schedule.get(id);
    if (state?.runEvents().some(event => event.token === token)) {
      return { kind: 'entry', state, schedule };
    }
  }
  return undefined;
}

/** The terminal's name. In a task's name the editor would put variables in the place of `${…}`. */
const titleOf = (row: EntryRow | undefined): string => (row && plainName(toEntry(row.state).title, 60)) || 'run';
