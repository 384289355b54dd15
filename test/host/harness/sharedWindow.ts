import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeSettings } from '../../../scripts/editorServer.ts';
import { isThere } from '../../support/runnerPlace.ts';
import { closeEditors } from './surfaces/closeEditors.ts';
import { openEditor } from './editor.ts';
import { waitFor } from './waitFor.ts';
import { harnessSettings, openWindow, type EditorWindow, type WindowOptions } from './window.ts';
import { entryLine, fillWorkspace, makeWorkspace, workspaceAt, type FileRow, type Workspace } from './workspace.ts';

/** What is in a workspace, and the settings that it is looked at with. */
export interface Content extends Pick<WindowOptions, 'settings' | 'machineSettings'> {
  readonly lines?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

let shared: Promise<EditorWindow> | undefined;
let place: Promise<string> | undefined;

const makePlace = async (): Promise<string> => {
  const folder = join((await openEditor()).temporaryFolder('shared'), 'shared');
  mkdirSync(folder);
  return folder;
};

/** Whether the runner that wrote this row, its last one, is still there. */
const isEnding = (run: FileRow['run']): boolean => run?.event === 'ended' && isThere(Number(run['pid']));

/**
 * The one trusted window that those test files use, one after another, to which its opening does not matter: that is
 * most of what they would cost. They find the folder with nothing else in it, and the tree in front.
 */
export const useWindow = async (
  content: Content,
): Promise<{ readonly window: EditorWindow; readonly workspace: Workspace }> => {
  const folder = await (place ??= makePlace());
  const workspace = workspaceAt(folder);
  const { settings = {}, machineSettings = {} } = content;
  if (shared === undefined) {
    fillWorkspace(workspace, content.lines, content.files);
    shared = openWindow({ open: folder, settings, machineSettings });
    const window = await shared;
    await window.tree.show();
    return { window, workspace };
  }
  const window = await shared;
  await window.quickPick.escape();
  if ((await window.terminalCount()) > 0) {
    await window.pressKeyOf('workbench.action.terminal.killAll');
    await waitFor('all terminals to be closed', async () => (await window.terminalCount()) === 0);
  }
  await closeEditors(window);
  // What earlier files' runs left would stand in the tree.
  rmSync(join((await openEditor()).home, '.sf', 'defer', 'results'), { recursive: true, force: true });
  const { userData } = (await openEditor()).server.profile;
  writeSettings(join(userData, 'User'), { ...harnessSettings(true), ...settings });
  writeSettings(join(userData, 'Machine'), machineSettings);
  /** Takes away what is in the folder until nothing comes back and the tree has no row. */
  const empty = (): Promise<unknown> => {
    const rows = async (): Promise<readonly string[]> => {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
      return (await window.tree.rows()).map(({ label }) => label);
    };
    return waitFor('an empty tree', rows, seen => seen.length === 0);
  };
  await window.tree.show();
  // A runner or an act writes its row again if the file is taken away before it has ended. Runners are waited for.
  await waitFor('the runners to end', async () => workspace.rows().every(({ run }) => !isEnding(run)));
  await empty();
  // The window reads this only after its acts.
  workspace.append(entryLine('All is done', 1));
  await waitFor('a row', async () => (await window.tree.rows()).length > 0);
  await empty();
  // Last, so that what came of closing all that is cleared too.
  await window.notifications.clear();
  fillWorkspace(workspace, content.lines, content.files);
  await window.pressKeyOf('defer.refresh');
  return { window, workspace };
};

/**
 * A window that opens with this content: the shared one where nobody has used it yet, else one of its own. Test files
 * run in the order of their names.
 */
export const useNewWindow = async (
  content: Content,
): Promise<{ readonly window: EditorWindow; readonly workspace: Workspace; leave(): Promise<void> }> => {
  if (shared === undefined) return { ...(await useWindow(content)), leave: () => Promise.resolve() };
  const { lines = [], files, ...settings } = content;
  const workspace = await makeWorkspace('own', lines, files);
  const window = await openWindow({ open: workspace.folder, ...settings });
  await window.tree.show();
  return { window, workspace, leave: window.close };
};
