import type * as vscode from 'vscode';

/**
 * Shows a list and waits for Enter; undefined where the person left. `accept` says what Enter means. While it says
 * nothing, such as for a text that is not understood, the list stays.
 */
export function answerOf<Answer>(
  pick: Pick<vscode.QuickPick<vscode.QuickPickItem>, 'onDidAccept' | 'onDidHide' | 'show' | 'hide' | 'dispose'>,
  accept: () => Answer | undefined | Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    pick.onDidAccept(async () => {
      try {
        const answer = await accept();
        if (answer === undefined) {
          return;
        }
        resolve(answer);
      } catch (error) {
        reject(error);
      }
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
