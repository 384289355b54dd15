import * as l10n from '@vscode/l10n';
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readGlob } from '../../core/entry/glob.ts';
import { fitsName, isLiteral } from '../../core/entry/globName.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { hashFile, type HashedFile } from './fileHash.ts';

/** How many files a pattern may stand for: all their hashes go into a row. */
const MOST_FILES = 200;
/** How many names are looked at in search of them. */
const MOST_NAMES = 20_000;
/**
 * Finds the files that patterns stand for, and hashes their contents; a file that was not changed is not read again.
 */
export class GlobFiles {
  private readonly folder: string;
  private known = new Map<string, HashedFile>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** By path from the folder on, with `/`; refused for a pattern that stands for too much. Links are not followed. */
  async find(text: string): Promise<ReadonlyMap<string, HashedFile> | Refusal> {
    const glob = readGlob(text);
    if (isRefusal(glob)) {
      return glob;
    }
    const search: Search = { folder: this.folder, found: new Set(), names: 0 };
    for (const way of glob.ways) {
      await descend(search, '', way);
    }
    if (search.names > MOST_NAMES || search.found.size > MOST_FILES) {
      return refusal(
        search.names > MOST_NAMES
          ? l10n.t('The pattern makes Defer look at more than {0} names. Name a folder in it.', MOST_NAMES)
          : l10n.t('The pattern matches more than {0} files. Narrow it.', MOST_FILES),
      );
    }
    const files = new Map<string, HashedFile>();
    for (const path of [...search.found].sort()) {
      const file = await this.hash(path);
      if (file) {
        files.set(path, file);
      }
    }
    return files;
  }

  private async hash(path: string): Promise<HashedFile | undefined> {
    const file = await hashFile(join(this.folder, path), this.known.get(path));
    if (file) {
      this.known.set(path, file);
    }
    return file;
  }
}

interface Search {
  readonly folder: string;
  readonly found: Set<string>;
  names: number;
}

const NOT_ENTERED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

async function descend(search: Search, folder: string, segments: readonly string[]): Promise<void> {
  const [segment, ...rest] = segments;
  if (segment === undefined || search.names > MOST_NAMES || search.found.size > MOST_FILES) {
    return;
  }
  search.names += 1;
  const pathOf = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  if (segment !== '**' && isLiteral(segment)) {
    const stat = await lstat(join(search.folder, pathOf(segment))).catch(() => undefined);
    if (rest.length === 0 && stat?.isFile()) {
      search.found.add(pathOf(segment));
    } else if (rest.length > 0 && stat?.isDirectory()) {
      await descend(search, pathOf(segment), rest);
    }
    return;
  }
  if (segment === '**' && rest.length > 0) {
    await descend(search, folder, rest);
  }
  const entries: readonly Dirent[] = await readdir(join(search.folder, folder), { withFileTypes: true }).catch(
    () => [],
  );
  search.names += entries.length;
  for (const entry of entries) {
    if (!fitsName(segment === '**' ? '*' : segment, entry.name)) {
      continue;
    }
    if (entry.isFile() && rest.length === 0) {
      search.found.add(pathOf(entry.name));
    } else if (entry.isDirectory() && !NOT_ENTERED.has(entry.name) && (segment === '**' || rest.length > 0)) {
      await descend(search, pathOf(entry.name), segment === '**' ? segments : rest);
    }
  }
}
