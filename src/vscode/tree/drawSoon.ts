import * as vscode from 'vscode';

/** How long after a change a tree is drawn, in milliseconds. */
const MOMENT = 100;

/**
 * Makes a function that has a tree drawn a moment later; what is asked for meanwhile is drawn with it.
 *
 * A tree that the editor has drawn gets the focus back that it had just lost: the editor learns of the loss only in its
 * next task. So a tree that is drawn just as a box opens, such as the next question of Edit, takes the focus from the
 * box, and the box closes. After a moment, and once the editor has answered, the tree is known to have lost it.
 */
export function makeDrawSoon(draw: () => void): () => void {
  let isWaiting = false;
  const drawNow = (): void => {
    isWaiting = false;
    draw();
  };
  return () => {
    if (isWaiting) {
      return;
    }
    isWaiting = true;
    setTimeout(() => {
      // The editor answers in the order in which it is asked.
      vscode.commands.executeCommand('setContext', 'defer.isDrawn', true).then(drawNow, drawNow);
    }, MOMENT);
  };
}
