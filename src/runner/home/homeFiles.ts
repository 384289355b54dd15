import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, toFault } from '../../store/disk/fault.ts';
import { syncFolderOf } from '../../store/disk/place.ts';
import { replaceFile } from '../../store/disk/replaceFile.ts';
import { allowFolder } from './allowFolder.ts';

export { deferHome } from '../../store/disk/deferHome.ts';

/** The files of a home. Names are hashes or hex digits, never text of a schedule. */
export const profilesPath = (home: string): string => join(home, 'profiles.json');
export const claimPath = (home: string, name: string): string => join(home, 'claims', `${name}.json`);
export const tokenPath = (home: string, token: string): string => join(home, 'tokens', `${token}.json`);
export const startedPath = (home: string, token: string): string => join(home, 'tokens', `${token}.started`);
export const promptPath = (home: string, sha: string): string => join(home, 'prompts', `${sha}.txt`);
export const stopPath = (home: string, token: string): string => join(home, 'tokens', `${token}.stop`);
export const failedPath = (home: string, token: string): string => join(home, 'tokens', `${token}.failed`);
export const endPath = (home: string, token: string): string => join(home, 'tokens', `${token}.ended`);
export const outputPath = (home: string, token: string): string => join(home, 'output', `${token}.txt`);
export const changesPath = (home: string, token: string): string => join(home, 'changes', `${token}.json`);
export const runnerPath = (home: string, pid: number): string => join(home, 'runners', `${pid}.json`);
export const toldPath = (home: string, name: string): string => join(home, 'told', name);
export const sessionPath = (home: string, sha: string): string => join(home, 'sessions', `${sha}.json`);

export const allowPath = (home: string, key: string): string => join(allowFolder(home), `${key}.json`);
export const resultsFolder = (home: string): string => join(home, 'results');
export const usesFolder = (home: string, name: string): string => join(home, 'uses', name);
export const usageFolder = (home: string): string => join(home, 'usage');
export const budgetsFolder = (home: string): string => join(home, 'budgets');

/** SHA-256 of a list of texts, as 64 hex digits. The same text divided otherwise gives another one. */
export const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex');

/**
 * Writes a file that must not exist, readable by its owner alone, synced to the disk; false where it does exist. Of
 * any number of processes that try at once exactly one gets true. Throws a StoreFault, which names the folder, where
 * the disk refuses.
 */
export async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await openNew(path);
    if (!handle) {
      return false;
    }
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toFault(error, l10n.t('write to {0}', dirname(path)));
  }
  await syncFolderOf(path);
  return true;
}

/** Undefined where there is a file of that name already. */
async function openNew(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return undefined;
    }
    throw error;
  }
}

/** Puts a text into a file in one step, whatever was there, readable by its owner alone. Faults as for `writeNew`. */
export async function replaceOwn(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await replaceFile(path, text, { mode: 0o600 });
  } catch (error) {
    throw toFault(error, l10n.t('write to {0}', dirname(path)));
  }
}

/** A file's text; `undefined` where there is none. Throws where it cannot be read. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** The value of a JSON text; `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
