import { lstat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { realOf } from '../../store/disk/realInside.ts';
import { readIfThere } from '../home/homeFiles.ts';

/**
 * What a folder and all its worktrees have in common: the real path of the git common directory around it, else its
 * own. Read from the files, so that no git has to be there.
 */
export async function commonPlace(folder: string): Promise<string> {
  const real = (await realOf(folder)) ?? resolve(folder);
  for (let at = real; ; at = dirname(at)) {
    const common = await commonFolder(join(at, '.git'));
    if (common !== undefined) {
      return common;
    }
    if (dirname(at) === at) {
      return real;
    }
  }
}

async function commonFolder(dotGit: string): Promise<string | undefined> {
  const stat = await lstat(dotGit).catch(() => undefined);
  if (!stat) {
    return undefined;
  }
  if (stat.isDirectory() || stat.isSymbolicLink()) {
    return realOf(dotGit);
  }
  // A worktree's or a submodule's: a line that says where the real one is.
  const [, leadsTo] = /^gitdir: (.+)$/m.exec((await readIfThere(dotGit).catch(() => undefined)) ?? '') ?? [];
  if (leadsTo === undefined) {
    return undefined;
  }
  const gitFolder = resolve(dirname(dotGit), leadsTo.trim());
  const shared = await readIfThere(join(gitFolder, 'commondir')).catch(() => undefined);
  return realOf(shared === undefined ? gitFolder : resolve(gitFolder, shared.trim()));
}
