import * as l10n from '@vscode/l10n';
import { lstat, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, relative, resolve, sep } from 'node:path';
import { isRefusal, refusal, type Refusal } from '../core/basics/refusal.ts';
import { clean } from '../render/text/clean.ts';
import type { Caller, HandoffFile } from '../render/export/handoff/calling.ts';
import type { ProgramCall } from '../render/export/hookText.ts';
import { codeOf, toFault } from '../store/disk/fault.ts';
import type { HandoffWriter } from '../verbs/host.ts';
import { findProgram, pathOf, trustedPath } from '../store/programs/findProgram.ts';
import { realOf } from '../store/disk/realInside.ts';

/** What a surface knows of itself. */
export interface HandoffOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command line's program. */
  readonly cli: string;
  /** The folder that a relative path of a file to write begins in. */
  readonly folder: string;
  /** The folders that no program may come from. */
  readonly folders: () => readonly string[];
}

/** Says how Defer is called on this machine, and writes the files for those who are to call it. */
export const createHandoffDesk = ({ env, cli, folder, folders }: HandoffOptions): HandoffWriter => ({
  program: () => programCall(env, cli, folders),

  async caller(ledger): Promise<Caller> {
    const place = (await realOf(ledger.folder)) ?? ledger.folder;
    const inRepository = await repositoryPath(place);
    return {
      ...(await programCall(env, cli, () => [ledger.folder])),
      path: await usablePath(pathOf(env), ledger.folder),
      home: homedir(),
      folder: place,
      scope: ledger.scope,
      ...(inRepository !== undefined && { inRepository }),
    };
  },

  async write(out, files, force): Promise<{ readonly paths: readonly string[] } | Refusal> {
    const base = resolve(folder, out);
    // Where there are two, they are told apart by their endings alone.
    const stem = files.reduce(
      (path, { ending }) => (path.endsWith(ending) ? path.slice(0, -ending.length) : path),
      base,
    );
    const wanted = files.map((file): readonly [string, HandoffFile] => [
      files.length > 1 ? `${stem}${file.ending}` : base,
      file,
    ]);
    for (const [path] of wanted) {
      const there = await lstat(path).catch(() => undefined);
      if (there && !(force && there.isFile())) {
        return refusal(l10n.t('{0} already exists. Choose another name, or use --force.', clean(path)));
      }
    }
    try {
      for (const [path, { text }] of wanted) {
        await writeFile(path, text, { flag: force ? 'w' : 'wx' });
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return refusal(l10n.t('There is no folder {0}. Create it first.', clean(dirname(base))));
      }
      throw toFault(error, l10n.t('write {0}', base));
    }
    return { paths: wanted.map(([path]) => path) };
  },
});

/** What starts the command line: this Node, or in the editor the one on PATH that comes from none of these folders. */
async function programCall(
  env: HandoffOptions['env'],
  cli: string,
  folders: HandoffOptions['folders'],
): Promise<ProgramCall> {
  const isElectron = process.versions['electron'] !== undefined;
  const found = isElectron ? await findProgram('node', env, folders()) : undefined;
  const node = found && !isRefusal(found) ? found.calledAs : process.execPath;
  return { node, isElectron: isElectron && node === process.execPath, cli: (await realOf(cli)) ?? cli };
}

/** The folders of a PATH that are there, whole, and no part of what a repository brought along. */
async function usablePath(path: string, folder: string): Promise<string> {
  const usable: string[] = [];
  for (const entry of new Set((await trustedPath(path, [folder])).split(delimiter))) {
    if ((await stat(entry).catch(() => undefined))?.isDirectory()) {
      usable.push(entry);
    }
  }
  return usable.join(delimiter);
}

/** A folder from that of its repository on, with `/`. */
async function repositoryPath(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if (await stat(join(at, '.git')).catch(() => undefined)) {
      return relative(at, folder).split(sep).join('/');
    }
    if (dirname(at) === at) {
      return undefined;
    }
  }
}
