import * as vscode from 'vscode';

/** How long the editor is waited for each time that it refuses, in ms: half a second in all. */
const PAUSES = [20, 60, 120, 300];

/**
 * Runs a command of the editor on the tree that has the focus. While the editor draws a tree anew it refuses: a row
 * that left still has the focus or is selected, and is no longer there. So it is asked again, and rejects where it goes
 * on refusing.
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
