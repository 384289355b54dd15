import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import type { LaunchPlan } from '../../core/agent/launch.ts';
import { plainName } from '../../render/text/clean.ts';
import { isolate } from '../../render/text/isolate.ts';
import { foundPath } from '../../store/programs/programEnvironment.ts';
import { lazyRunner, type Runner } from '../../runner/start/lazyRunner.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { RunNotices } from '../say/runNotices.ts';
import type { RunTerminals } from './runTerminals.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { limits } from '../model/limitSettings.ts';
import { timeZone } from '../model/settings.ts';
import { agentProfiles, retrySettings, standardAgent, worktreeBrings } from '../model/actSettings.ts';

/**
 * The type of the tasks that runs are. The manifest does not declare it, so the editor cannot offer a past one to be
 * run once more, which it would forever: a token starts one run.
 */
const RUN_TYPE = 'defer-run';

/**
 * The launcher of the editor: Defer's runner becomes the process of a task in the integrated terminal. Only the token
 * crosses to it, so no shell ever reads a prompt (docs/running.md, "At most once"). The runner is loaded on the first
 * run. `commandLine`: the program that it is part of.
 */
export function createTerminalRunner(
  model: ScheduleModel,
  { notices, terminals }: { readonly notices: RunNotices; readonly terminals: RunTerminals },
  commandLine: string,
): Runner {
  const lanes = new Lanes();
  return lazyRunner(async () => {
    const { createEditorRunner } = await import('../../runner/start/editorLauncher.ts');
    const { completeWindowPath } = await import('./windowPath.ts');
    await completeWindowPath();
    return createEditorRunner({
      clock: model.clock,
      zone: timeZone(),
      folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
      settings: agentProfiles,
      worktree: worktreeBrings,
      standardAgent,
      limits,
      retrySettings,
      begin: async (token, plan) => {
        const row = rowOf(model, plan.entryId, token);
        // Before it begins: one that is over at once may have ended before the editor says that it began.
        if (row) {
          notices.expect(token, row);
        }
        if (row && plan.unattended) {
          terminals.closeEarlier(row);
        }
        const task = runTask(token, titleOf(row), plan, commandLine);
        await lanes.execute(lane => {
          task.definition = { type: RUN_TYPE, lane };
          return vscode.tasks.executeTask(task);
        });
        return { state: 'started' };
      },
    });
  });
}

/**
 * Numbers for tasks that go on at the same time. To the editor, tasks with equal definitions are one task, which runs
 * once at a time; and it remembers the last thirty that it ran, so that numbers of their own would push out a person's.
 */
class Lanes {
  private readonly taken = new Set<number>();

  /** Starts a task under the lowest number that is free, which it has until it ends. */
  async execute(start: (lane: number) => Thenable<vscode.TaskExecution>): Promise<void> {
    let lane = 0;
    while (this.taken.has(lane)) {
      lane += 1;
    }
    this.taken.add(lane);
    const free = (): boolean => this.taken.delete(lane);
    try {
      const execution = await start(lane);
      const listening = vscode.tasks.onDidEndTask(ended => {
        if (ended.execution === execution) {
          listening.dispose();
          free();
        }
      });
    } catch (error) {
      free();
      throw error;
    }
  }
}

function runTask(token: string, title: string, plan: LaunchPlan, commandLine: string): vscode.Task {
  const { cwd, unattended } = plan;
  const path = foundPath();
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(cwd));
  // On the desktop the editor's own executable is Electron, which is Node only when it is told to be.
  const execution = new vscode.ProcessExecution(process.execPath, [commandLine, 'exec', token, '--in-editor'], {
    cwd,
    env: { ELECTRON_RUN_AS_NODE: '1', ...(path !== undefined && { PATH: path }) },
  });
  const scope = folder ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task({ type: RUN_TYPE }, scope, title, 'Defer', execution, []);
  task.presentationOptions = {
    // An automatic run does not take over the screen.
    reveal: unattended ? vscode.TaskRevealKind.Never : vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.New,
    focus: !unattended,
    // Those of runs that nobody watches are closed once they ended well (`RunTerminals`).
    close: false,
    echo: false,
    showReuseMessage: false,
    clear: false,
  };
  return task;
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
const titleOf = (row: EntryRow | undefined): string =>
  (row && isolate(plainName(toEntry(row.state).title, 60))) || l10n.t('run');
