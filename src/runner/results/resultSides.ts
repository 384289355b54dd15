import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { realInside } from '../../store/disk/inside.ts';
import { toFault } from '../../store/disk/fault.ts';
import { QuietGit } from '../merge/quietGit.ts';
import type { ResultRecord } from './resultRecord.ts';

/** The two sides of a changed file; null where it was not, or is not, there. */
export interface Sides {
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/**
 * A file of a result as it was at the base, and as it is in the worktree, or where that is gone on the branch that has
 * the work, or under the ref that holds it. `path`: from the top on, with `/`. Of a commit, no file
 * over 16 MB. Throws a StoreFault where the disk refuses.
 */
export async function sidesOf(record: ResultRecord, path: string): Promise<Sides> {
  const git = await QuietGit.open(record.checkout);
  const isPath = path.split('/').every(part => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
  if (!git || !isPath) {
    return { before: null, after: null };
  }
  const isThere = await lstat(record.worktree).catch(() => undefined);
  const after = isThere?.isDirectory()
    ? await fileIn(record.worktree, path)
    : await blobIn(git, record.work ?? record.ref ?? `refs/heads/${record.branch}`, path);
  return { before: await blobIn(git, record.base, path), after };
}

async function blobIn(git: QuietGit, commit: string, path: string): Promise<Uint8Array | null> {
  const said = await git.say(['cat-file', 'blob', `${commit}:${path}`], { encoding: 'latin1' });
  return said.ok ? Buffer.from(said.out, 'latin1') : null;
}

/** A file of the worktree, or where a link leads. Nothing behind a link is read: an agent may have put one anywhere. */
async function fileIn(worktree: string, path: string): Promise<Uint8Array | null> {
  const above = await realInside(worktree, join(path, '..'));
  const whole = typeof above === 'object' ? join(worktree, path) : undefined;
  if (typeof above !== 'object' || whole === undefined || above.path !== join(worktree, path, '..')) {
    return null;
  }
  const found = await lstat(whole).catch(() => undefined);
  try {
    return found?.isSymbolicLink()
      ? Buffer.from(await readlink(whole))
      : found?.isFile()
        ? await readFile(whole)
        : null;
  } catch (error) {
    throw toFault(error, `read ${whole}`);
  }
}
