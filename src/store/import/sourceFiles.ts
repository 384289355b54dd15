import * as l10n from '@vscode/l10n';
import { isUtf8 } from 'node:buffer';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportNote, SourceFile } from '../../core/exchange/import/imported.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { instant } from '../../core/basics/time.ts';
import { toFault } from '../disk/fault.ts';
import { LONGEST_FILE } from '../disk/smallFile.ts';
import { isInside } from '../disk/inside.ts';
import { realOf } from '../disk/realInside.ts';
import { openNoFollow } from '../disk/noFollow.ts';

/** How many files of one folder are read. */
const MOST_FILES = 2000;
/** The longest file of rows that is read, in bytes; all others are as short as Defer's own. */
const LONGEST_ROWS = 64 * 1024 * 1024;

/** Some files of a folder: those of `folder`, from `root` on with `/`, whose names fit. */
export interface Shelf {
  readonly root: string;
  readonly folder: string;
  readonly names: RegExp;
}

/** What was read, and what was not and why. */
export interface ReadFiles {
  readonly files: readonly SourceFile[];
  readonly notes: readonly ImportNote[];
}

/**
 * Reads the files of some shelves, by name, and writes nothing. A link that leads out of its root is not followed, for
 * a repository may have brought it along; it is named, like a file that is too long or cannot be read.
 */
export async function readShelves(shelves: readonly Shelf[]): Promise<ReadFiles> {
  const files: SourceFile[] = [];
  const notes: ImportNote[] = [];
  for (const shelf of shelves) {
    for (const name of await namesOn(shelf, notes)) {
      const file = shelf.folder === '' ? name : `${shelf.folder}/${name}`;
      const read = await readSource(shelf.root, file);
      if (isRefusal(read)) {
        notes.push({ file, text: read.why, problem: true });
      } else if (read) {
        files.push(read);
      }
    }
  }
  return { files, notes };
}

/** Whether any file stands on a shelf; its content is not looked at. */
export const isStocked = async (shelf: Shelf): Promise<boolean> => (await namesOn(shelf, [])).length > 0;

async function namesOn({ root, folder, names }: Shelf, notes: ImportNote[]): Promise<readonly string[]> {
  const path = join(root, folder);
  const [real, outer] = await Promise.all([realOf(path), realOf(root)]);
  if (real === undefined || outer === undefined) {
    return [];
  }
  if (!isInside(real, outer)) {
    notes.push({
      file: folder,
      text: l10n.t('The folder is a link that leads elsewhere, so it was not read.'),
      problem: true,
    });
    return [];
  }
  const found = await readdir(real).catch(() => []);
  const fitting = found.filter(name => names.test(name)).sort();
  if (fitting.length > MOST_FILES) {
    const text = l10n.t('The folder holds {0} files; the first {1} were read.', fitting.length, MOST_FILES);
    notes.push({ file: folder === '' ? '.' : folder, text, problem: true });
  }
  return fitting.slice(0, MOST_FILES);
}

/** One file, `file` from `root` on; `undefined` for a folder and for what is gone, refused for what cannot be read. */
async function readSource(root: string, file: string): Promise<SourceFile | Refusal | undefined> {
  try {
    let path = join(root, file);
    if ((await lstat(path)).isSymbolicLink()) {
      const [real, outer] = await Promise.all([realOf(path), realOf(root)]);
      if (real === undefined || outer === undefined || !isInside(real, outer)) {
        return refusal(l10n.t('The file is a link that leads out of its folder, so it was not read.'));
      }
      path = real;
    }
    return await readWhole(path, file);
  } catch (error) {
    return refusal(toFault(error, l10n.t('read the file')).message);
  }
}

/** The text of a file. Bytes that are no UTF-8 become U+FFFD, as in the schedule itself. */
async function readWhole(path: string, file: string): Promise<SourceFile | Refusal | undefined> {
  const handle = await openNoFollow(path);
  try {
    const found = await handle.stat();
    if (!found.isFile()) {
      return found.isDirectory() ? undefined : refusal(l10n.t('It is not a regular file, so it was not read.'));
    }
    const most = file.endsWith('.jsonl') ? LONGEST_ROWS : LONGEST_FILE;
    if (found.size > most) {
      return refusal(l10n.t('The file is longer than {0} KiB, so it was not read.', most / 1024));
    }
    const bytes = Buffer.alloc(found.size);
    const { bytesRead } = await handle.read(bytes, 0, found.size, 0);
    const changed = instant(Math.max(0, Math.min(Math.floor(found.mtimeMs), Date.now())));
    const isDamaged = !isUtf8(bytes.subarray(0, bytesRead));
    return { file, text: bytes.toString('utf8', 0, bytesRead), changed, ...(isDamaged && { isDamaged }) };
  } finally {
    await handle.close();
  }
}

/** What stands at a path: a folder, a file, or nothing. */
export const kindAt = (path: string): Promise<'folder' | 'file' | undefined> =>
  stat(path).then(
    found => (found.isDirectory() ? 'folder' : found.isFile() ? 'file' : undefined),
    () => undefined,
  );
