import { waitFor } from '../waitFor.ts';
import type { EditorWindow } from '../window.ts';

/** Closes all editors of a window without saving, and waits until none is left. */
export const closeEditors = async (window: EditorWindow): Promise<void> => {
  const areClosed = async (): Promise<boolean> => (await window.activeTab()) === undefined;
  const close = async (): Promise<boolean> => {
    if (await areClosed()) return true;
    // The editor asks whether to save a document that was never saved.
    if (await window.dialog.isOpen()) await window.dialog.press("Don't Save");
    else await window.pressKeyOf('workbench.action.closeAllEditors');
    // A closing page may swallow the key, so it is pressed again.
    const isDone = async (): Promise<boolean> => (await areClosed()) || (await window.dialog.isOpen());
    await waitFor('the editors to close', isDone, Boolean, 3000).catch(() => false);
    return areClosed();
  };
  await waitFor('all editors to be closed', close);
};
