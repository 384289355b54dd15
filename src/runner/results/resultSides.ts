import * as l10n from '@vscode/l10n';
import { MINUTE } from '../../core/basics/time.ts';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { realInside } from '../../store/disk/realInside.ts';
import { toFault } from '../../store/disk/fault.ts';
import { Git } from '../../store/events/git.ts';
import type { FileModes } from '../../verbs/resultDesk.ts';
import type { ResultRecord } from './resultRecord.ts';

/** The two sides of a changed file; null where it was not, or is not, there. */
export interface Sides {
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/**
 * A file of a result as it was at the base, and as it is in the worktree, or where that is gone on the branch that has
 * the work, or under the ref that holds it. `path`: from the top on, with `/`. Of a commit, no file
 * over 16 MB. `modes`: what git says of the file, where that is known. Throws a StoreFault where the disk refuses.
 */
export async function sidesOf(record: ResultRecord, path: string, modes?: FileModes): Promise<Sides> {
  // Objects are read as stored, without filters.
  const git = new Git(record.checkout);
  const isPath = path.split('/').every(part => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
  if (!isPath) {
    return { before: null, after: null };
  }
  const isThere = await lstat(record.worktree).catch(() => undefined);
  const after = isThere?.isDirectory()
    ? await fileIn(record.worktree, path)
    : await blobIn(git, record.work ?? record.ref ?? `refs/heads/${record.branch}`, path);
  const isNew = modes !== undefined && modes.before === undefined;
  return { before: isNew ? null : await blobIn(git, record.base, path), after };
}

async function blobIn(git: Git, commit: string, path: string): Promise<Uint8Array | null> {
  const told = await git.ask(['cat-file', 'blob', `${commit}:${path}`], { patience: MINUTE, encoding: 'latin1' });
  return told === undefined ? null : Buffer.from(told, 'latin1');
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
    throw toFault(error, l10n.t('read {0}', whole));
  }
}
