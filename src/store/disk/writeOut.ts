import * as l10n from '@vscode/l10n';
import { lstat, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { codeOf, toFault } from './fault.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Writes a text to a new file that a person named, and gives its path. Where one is there it is refused; with `force`
 * it is replaced as a whole, so that whoever reads it meanwhile sees the old one or the new. Throws a StoreFault where
 * the disk refuses.
 */
export async function writeOut(name: string, text: string, force: boolean): Promise<string | Refusal> {
  const path = resolve(name);
  try {
    await (force ? replaceFile(path, text) : writeFile(path, text, { flag: 'wx' }));
    return path;
  } catch (error) {
    if (!force && codeOf(error) === 'EEXIST') {
      return refusal(existsText());
    }
    if (codeOf(error) === 'ENOENT') {
      return refusal(l10n.t('There is no folder {0}. Create it first.', dirname(path)));
    }
    throw toFault(error, l10n.t('write the file'));
  }
}

/**
 * Writes texts where a person said: each under its name into a folder that is there, or the only one to a file of that
 * name. Gives the paths. Nothing is written where one of them cannot be, as far as that is known before.
 */
export async function writeFilesOut(
  name: string,
  files: readonly { readonly name: string; readonly text: string }[],
  force: boolean,
): Promise<readonly string[] | Refusal> {
  const place = resolve(name);
  const isFolder = (await stat(place).catch(() => undefined))?.isDirectory() === true;
  const [only, ...others] = files;
  if (!only) {
    return refusal(l10n.t('There is nothing to export, so nothing was written.'));
  }
  if (!isFolder && others.length > 0) {
    return refusal(l10n.t('These are {0} files. Name an existing folder, or export one entry.', files.length));
  }
  const wanted = files.map(file => ({ path: isFolder ? join(place, file.name) : place, text: file.text }));
  for (const { path } of force ? [] : wanted) {
    if (await lstat(path).catch(() => undefined)) {
      return refusal(existsText());
    }
  }
  for (const { path, text } of wanted) {
    const written = await writeOut(path, text, force);
    if (typeof written !== 'string') {
      return written;
    }
  }
  return wanted.map(({ path }) => path);
}

const existsText = (): string =>
  l10n.t('A file of that name already exists. Choose another name, or replace it with --force.');
