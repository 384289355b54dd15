import * as vscode from 'vscode';

/** How long to wait after each refusal, in ms: half a second in all. */
const PAUSES = [20, 60, 120, 300];

/**
 * Runs a command of the editor on the tree that has the focus. The editor refuses while it draws that tree anew: a row
 * that has left it still counts as focused or selected. So the command is tried again. Rejects with the editor's reason
 * if it goes on refusing.
 */
export async function runListCommand(command: 'list.select' | 'list.toggleSelection'): Promise<void> {
  for (const pause of [...PAUSES, undefined]) {
    try {
      await vscode.commands.executeCommand(command);
      return;
    } catch (error) {
      if (pause === undefined) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }
}
