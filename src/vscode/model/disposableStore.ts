import type * as vscode from 'vscode';

/**
 * Holds what has to end with a window. What is added after the end is disposed of at once: a part may still be loading
 * when its window closes. VS Code has a class of the same name for its own parts.
 */
export class DisposableStore implements vscode.Disposable {
  private readonly parts = new Set<vscode.Disposable>();
  private ended = false;

  /** Adds a part and returns it. */
  readonly add = <Part extends vscode.Disposable>(part: Part): Part => {
    if (this.ended) {
      part.dispose();
    } else {
      this.parts.add(part);
    }
    return part;
  };

  dispose(): void {
    this.ended = true;
    this.parts.forEach(part => part.dispose());
  }
}
