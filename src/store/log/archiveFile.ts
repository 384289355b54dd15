import * as l10n from '@vscode/l10n';
import { lstat, mkdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { digest } from '../disk/digest.ts';
import { codeOf, StoreFault, toFault } from '../disk/fault.ts';
import { bytesOf, linesOf, type Range } from './lineRanges.ts';
import { openPlain, syncFolderOf } from '../disk/place.ts';
import { addToGitattributes, SCHEDULE_ATTRIBUTES } from '../disk/gitAttributes.ts';

const ARCHIVED = 'archive/*.jsonl text eol=lf merge=union';

/** Where the archive of a folder is, from there on. */
export const ARCHIVE_FOLDER = join('.sf', 'archive');

/** The file of the archive that holds what was closed in a month, UTC. */
export const archiveName = (closedAt: Instant): string =>
  `schedule_${toIso(closedAt).slice(0, 7).replace('-', '')}.jsonl`;

/** Makes the folder of an archive; a link in a folder of somebody else's making (`strict`) is refused. */
export async function prepareArchive(path: string, strict: boolean): Promise<void> {
  try {
    if (!strict) {
      await mkdir(path, { recursive: true });
      return;
    }
    await mkdir(path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') {
        throw error;
      }
    });
    if (!(await lstat(path)).isDirectory()) {
      throw new StoreFault(
        l10n.t('{0} is a link or not a folder, so nothing was archived. Put a folder there.', ARCHIVE_FOLDER),
      );
    }
  } catch (error) {
    throw toFault(error, l10n.t('make the folder {0}', ARCHIVE_FOLDER));
  }
  await syncFolderOf(path);
}

/**
 * Adds the lines of some ranges of a schedule to a file of the archive, but for those that are there already, and sees
 * that they are on the disk. Lines are added as they are.
 */
export async function addToArchive(
  path: string,
  name: string,
  source: FileHandle,
  ranges: readonly Range[],
): Promise<void> {
  const handle = await openPlain(path, name, 'append');
  if (!handle) {
    return;
  }
  try {
    const { size } = await handle.stat();
    const known = new Set<string>();
    let last = '\n';
    for await (const { text, to } of linesOf(handle, size)) {
      known.add(digest((text ?? '').trim()));
      last = to === size && size > 0 ? (await bytesOf(handle, { from: to - 1, to })).toString('latin1') : last;
    }
    if (last !== '\n') {
      await handle.writeFile('\n');
    }
    for (const range of ranges) {
      const line = await bytesOf(source, range);
      const name = digest(line.toString('utf8').trim());
      if (!known.has(name)) {
        known.add(name);
        await handle.writeFile(line.at(-1) === 10 ? line : Buffer.concat([line, Buffer.from('\n')]));
      }
    }
    await handle.sync();
  } catch (error) {
    throw toFault(error, l10n.t('write to {0}', name));
  } finally {
    await handle.close();
  }
  await syncFolderOf(path);
}

/**
 * Lets git merge the files of the archive line by line, as it does the schedule. A file of attributes that is a link,
 * or that says something of the archive already, stays as it is.
 */
export async function addArchiveToGitattributes(folder: string): Promise<void> {
  await addToGitattributes(folder, text => {
    const isThere = text !== undefined && /^archive\//m.test(text);
    return isThere ? [] : [...(text === undefined ? [SCHEDULE_ATTRIBUTES] : []), ARCHIVED];
  });
}
