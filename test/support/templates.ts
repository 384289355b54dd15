import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testHome } from './home.ts';

/** The texts of files, by path in a folder. */
export type Files = Readonly<Record<string, string>>;

/** Runs git in a folder. */
export type RunGit = (folder: string, ...args: readonly string[]) => string;

/** Writes files into a folder, by path. */
export function put(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Copies the content of a folder into another one, which may exist. */
export const copyFolder = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, preserveTimestamps: true });

const repositories = new Map<string, string>();

/**
 * A repository with one commit of these files. Tests copy it and never change it. Git makes it once per test process,
 * with three git processes; a copy takes some milliseconds. It has no sample hooks.
 */
export function repositoryTemplate(git: RunGit, files: Files): string {
  const name = JSON.stringify(files);
  const known = repositories.get(name);
  if (known !== undefined) {
    return known;
  }
  const folder = join(testHome, 'templates', String(repositories.size));
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main', '--template=');
  put(folder, { ...files, '.git/info/exclude': '' });
  mkdirSync(join(folder, '.git', 'hooks'));
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message=Begin');
  repositories.set(name, folder);
  return folder;
}
