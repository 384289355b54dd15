import { watch, type FSWatcher } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import * as vscode from 'vscode';

/** How long events are gathered before they are passed on, in ms. */
const GATHER = 60;

/**
 * Tells that the schedule of a folder, or a file that defines entries, may have changed. Two kinds of watchers, since
 * either misses something: the editor's obeys `files.watcherExclude`, does not follow links, and may overlook what is
 * put into a folder that was only just made; the one of the system on a real folder sees only what is directly in it,
 * and not that the folder itself was made anew.
 */
export class ScheduleWatcher implements vscode.Disposable {
  private readonly changed: () => unknown;
  private readonly watchers: readonly vscode.FileSystemWatcher[];
  private readonly direct: readonly DirectWatcher[];
  private timer: NodeJS.Timeout | undefined;

  /** `patterns`: what the editor's watcher looks at; `folders`: by their absolute paths, there or not. */
  constructor(patterns: readonly vscode.RelativePattern[], folders: readonly string[], changed: () => unknown) {
    this.changed = changed;
    this.watchers = patterns.map(pattern => vscode.workspace.createFileSystemWatcher(pattern));
    const seen = (): void => {
      this.direct.forEach(watcher => void watcher.follow());
      this.tell();
    };
    this.direct = folders.map(folder => new DirectWatcher(folder, seen));
    for (const watcher of this.watchers) {
      watcher.onDidCreate(seen);
      watcher.onDidChange(seen);
      watcher.onDidDelete(seen);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.watchers, ...this.direct).dispose();
  }

  private tell(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed();
    }, GATHER);
  }
}

/** The system's own watcher on a folder, where that is. */
class DirectWatcher implements vscode.Disposable {
  private readonly folder: string;
  private readonly changed: () => void;
  private watcher: FSWatcher | undefined;
  private watched: string | undefined;
  private disposed = false;

  constructor(folder: string, changed: () => void) {
    this.folder = folder;
    this.changed = changed;
    void this.follow();
  }

  dispose(): void {
    this.disposed = true;
    this.watcher?.close();
  }

  /** Watches the folder that has this name now: a checkout deletes and makes it. */
  async follow(): Promise<void> {
    const path = await realpath(this.folder).catch(() => undefined);
    const identity = path === undefined ? undefined : `${path} ${(await stat(path).catch(() => undefined))?.ino}`;
    if (this.disposed || (identity === this.watched && this.watcher)) {
      return;
    }
    this.watcher?.close();
    this.watcher = undefined;
    this.watched = identity;
    if (path === undefined) {
      return;
    }
    try {
      this.watcher = watch(path, { persistent: false }, this.changed);
      // Gone, or not to be watched any more: the editor's watcher says when there is something again.
      this.watcher.on('error', () => {
        this.watcher?.close();
        this.watcher = undefined;
      });
    } catch {
      // No watches are left on this machine: the editor's watcher and window focus still tell.
      this.watcher = undefined;
    }
  }
}
