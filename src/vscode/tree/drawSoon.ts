import * as vscode from 'vscode';

/** How long after a change a tree is drawn, in milliseconds. */
const MOMENT = 100;

/**
 * Has a tree drawn a moment after it is asked for; what is asked for meanwhile is drawn with it.
 *
 * A tree that the editor has drawn gets the focus back that it had just lost: the editor learns of the loss only in its
 * next task. So a tree that is drawn just as a box opens, such as the next question of Edit, takes the focus from the
 * box, and the box closes. After a moment, and once the editor has answered, the tree is known to have lost it.
 */
export class DrawSoon implements vscode.Disposable {
  private readonly draw: () => void;
  private waiting: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(draw: () => void) {
    this.draw = draw;
  }

  /** Has the tree drawn in a moment. */
  ask(): void {
    // The editor answers in the order in which it is asked.
    this.waiting ??= setTimeout(() => {
      vscode.commands.executeCommand('setContext', 'defer.isDrawn', true).then(this.drawNow, this.drawNow);
    }, MOMENT);
  }

  dispose(): void {
    this.isOver = true;
    clearTimeout(this.waiting);
  }

  private readonly drawNow = (): void => {
    this.waiting = undefined;
    if (!this.isOver) {
      this.draw();
    }
  };
}
