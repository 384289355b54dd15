import { lstat, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { realOf } from '../../store/disk/realInside.ts';
import { readIfThere } from '../home/homeFiles.ts';

/**
 * Takes away what the repository knows of a worktree that is gone, as `git worktree prune` would, but of this one
 * alone: others may lie on a disk that is away just now. `repository`: the real path of the shared git folder. What
 * cannot be taken away stays.
 */
export async function forgetWorktree(repository: string, path: string): Promise<void> {
  if (await lstat(path).catch(() => undefined)) {
    return;
  }
  for (const folder of await notesOf(repository, path)) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The folders in which git keeps what it knows of the worktree at a path. One that was cut off may not name it yet. */
export async function notesOf(repository: string, path: string): Promise<readonly string[]> {
  const all = join(repository, 'worktrees');
  const names = (await realOf(all)) === all ? await readdir(all).catch(() => []) : [];
  const own: string[] = [];
  // git names the folder after the worktree's, with a number behind where that is taken. The note of another worktree
  // may have been made to lead here.
  for (const name of names.filter(one => one.startsWith(basename(path)))) {
    const folder = join(all, name);
    const leadsTo = await readIfThere(join(folder, 'gitdir')).catch(() => undefined);
    if (leadsTo === undefined || resolve(folder, leadsTo.trim()) === join(path, '.git')) {
      own.push(folder);
    }
  }
  return own;
}
