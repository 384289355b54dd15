import { watch, type FSWatcher } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** How long events are gathered before they are passed on, in ms. */
const GATHER = 60;

/**
 * Tells that something under `.sf` of a folder may have changed. Two watchers, since either misses something: the
 * editor's obeys `files.watcherExclude` and does not follow links; the one of the system on the real folder sees
 * only what is directly in it, and not that the folder itself was made anew.
 */
export class ScheduleWatcher implements vscode.Disposable {
  private readonly folder: string;
  private readonly changed: () => void;
  private readonly watchers: readonly vscode.FileSystemWatcher[];
  private direct: FSWatcher | undefined;
  private watched: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  /** `patterns`: what the editor's watcher looks at, for the folder of an absolute path. */
  constructor(folder: string, patterns: readonly vscode.RelativePattern[], changed: () => void) {
    this.folder = folder;
    this.changed = changed;
    this.watchers = patterns.map(pattern => vscode.workspace.createFileSystemWatcher(pattern));
    const seen = (): void => {
      void this.watchDirectly();
      this.tell();
    };
    for (const watcher of this.watchers) {
      watcher.onDidCreate(seen);
      watcher.onDidChange(seen);
      watcher.onDidDelete(seen);
    }
    void this.watchDirectly();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.watchers).dispose();
    this.direct?.close();
  }

  private async watchDirectly(): Promise<void> {
    const path = await realpath(join(this.folder, '.sf')).catch(() => undefined);
    // The folder may be another one under the same name: a checkout deletes and makes it.
    const identity = path === undefined ? undefined : `${path} ${(await stat(path).catch(() => undefined))?.ino}`;
    if (this.disposed || (identity === this.watched && this.direct)) {
      return;
    }
    this.direct?.close();
    this.direct = undefined;
    this.watched = identity;
    if (path === undefined) {
      return;
    }
    try {
      this.direct = watch(path, { persistent: false }, () => this.tell());
      // Gone, or not to be watched any more: the editor's watcher says when there is something again.
      this.direct.on('error', () => {
        this.direct?.close();
        this.direct = undefined;
      });
    } catch {
      // No watches are left on this machine: the editor's watcher and window focus still tell.
      this.direct = undefined;
    }
  }

  private tell(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed();
    }, GATHER);
  }
}
