import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { NO_FOLLOW } from '../../store/disk/noFollow.ts';
import { transcriptOf, type TranscriptText } from '../../core/conversations/reading.ts';

// Where a store is looked through, one file after another, asking the system at once takes a tenth of the time that
// it takes to wait for each answer. `Slices` keeps that from holding anything up.

/** The most files of one folder that are looked at. */
const MOST_NAMES = 20_000;

/** The longest text of a small file of a tool, in bytes. */
const LONGEST_SMALL = 64 * 1024;

/** The names of the folders in a folder, links and special files left out; none where it cannot be read. */
export const foldersIn = (folder: string): readonly string[] => namesOf(folder, 'folder');

/** The names of the files in a folder, links and special files left out; none where it cannot be read. */
export const filesIn = (folder: string): readonly string[] => namesOf(folder, 'file');

/** The names of whatever is in a folder; none where it cannot be read. */
export function allIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).slice(0, MOST_NAMES);
  } catch {
    return [];
  }
}

function namesOf(folder: string, kind: 'folder' | 'file'): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .slice(0, MOST_NAMES)
      .flatMap(entry => ((kind === 'file' ? entry.isFile() : entry.isDirectory()) ? [entry.name] : []));
  } catch {
    return [];
  }
}

/** A folder below a store's, reached over no link; undefined where there is none. */
export function folderBelow(root: string, ...names: readonly string[]): string | undefined {
  let at = root;
  for (const name of names) {
    at = join(at, name);
    if (statOf(at)?.isDirectory() !== true) {
      return undefined;
    }
  }
  return at;
}

/** What a path is, links not followed; undefined where there is nothing. */
export function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** The text of a small plain file that is no link; empty where there is none, or where it is longer. */
export function smallTextOf(path: string): string {
  return withFile(path, (file, size) => (size > LONGEST_SMALL ? '' : textAt(file, 0, size))) ?? '';
}

/** A file as it stands now, which more is read of while it is open. */
export interface OpenFile {
  /** Its first and its last so many bytes, in lines. */
  ends(first: number, last: number): TranscriptText;
}

/** Opens a plain file that is no link; undefined where it is anything else, or cannot be read. */
export const withTranscript = <Found>(path: string, read: (file: OpenFile, size: number) => Found): Found | undefined =>
  withFile(path, (file, size) =>
    read(
      {
        ends: (first, last) =>
          size <= Math.max(first, last)
            ? transcriptOf(textAt(file, 0, size))
            : transcriptOf(textAt(file, 0, first), textAt(file, size - last, last)),
      },
      size,
    ),
  );

function withFile<Found>(path: string, read: (file: number, size: number) => Found): Found | undefined {
  // To open a device may do something, so it is looked at before as well.
  const before = statOf(path);
  if (before?.isFile() !== true) {
    return undefined;
  }
  try {
    const file = openSync(path, constants.O_RDONLY | NO_FOLLOW);
    try {
      const stat = fstatSync(file);
      // The system has no flag against following links, so another file may have been opened.
      return stat.isFile() && stat.ino === before.ino ? read(file, stat.size) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Where what is read stands until it is a text: nothing else runs meanwhile. */
const SHARED = Buffer.allocUnsafeSlow(64 * 1024);

function textAt(file: number, from: number, length: number): string {
  const bytes = length <= SHARED.length ? SHARED : Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const more = readSync(file, bytes, read, length - read, from + read);
    if (more === 0) {
      break;
    }
    read += more;
  }
  return bytes.toString('utf8', 0, read);
}
