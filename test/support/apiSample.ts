import * as vscode from 'vscode';
import type { DeferApi, DeferError } from '../../api/defer.d.ts';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  // The id stands on Defer's page in the Extensions view.
  const defer = vscode.extensions.getExtension<DeferApi>('PUBLISHER.defer');
  const api = await defer?.activate();
  if (api?.version !== 1) {
    return; // Defer is not here, or is of another version of the API.
  }
  const item = vscode.window.createStatusBarItem();
  const draw = async (): Promise<void> => {
    item.text = `${(await api.due()).length} due`;
    item.show();
  };
  const later = async (): Promise<void> => {
    try {
      await api.add({ by: context.extension.id, title: 'Look at the pull request', when: 'tomorrow 9am' });
    } catch (error) {
      void vscode.window.showWarningMessage((error as DeferError).message);
    }
  };
  const clock = setInterval(() => void draw(), 60_000); // Nothing is told where only time has passed.
  context.subscriptions.push(
    item,
    { dispose: () => clearInterval(clock) },
    api.onDidChange(() => void draw()),
    vscode.commands.registerCommand('example.later', later),
  );
  await draw();
}
