import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SECOND } from '../../core/basics/time.ts';
import type { ChangedFile } from '../../core/rows/runChanges.ts';
import { codeOf } from '../../store/disk/fault.ts';
import { Git, type GitOptions } from '../../store/events/git.ts';
import { withoutFilters } from '../../store/events/gitFilters.ts';

/** How long git may take to look through all files, in ms: a run waits for it. */
const PATIENCE = 10 * SECOND;

/** How the folders of snapshots begin; the process that made one follows. */
const SCRATCH = 'defer-changes-';

/** Defer writes its own rows while a run goes on. */
const NOT_OURS = ['.', ':(exclude,top,glob)**/.sf/**'];

/** A checkout as it was at one moment. */
export interface Moment {
  /** What is checked out, as hex digits; absent where there is no commit. */
  readonly head?: string;
  /** The tree of all that lies in the checkout and is not ignored; absent where that took too long or failed. */
  readonly tree?: string;
}

/**
 * Records what is in a checkout, as git trees, so that two moments can be compared whatever is committed in
 * between. Nothing is written to the repository: the index and the new objects lie in a folder of this snapshot's own. No
 * filter, hook or monitor of the repository is started, and no other repository inside it is looked into.
 */
export class Snapshots {
  private readonly git: Git;
  private readonly index: string;
  private readonly scratch: string;
  private readonly options: GitOptions;

  private constructor(git: Git, index: string, scratch: string, options: GitOptions) {
    this.git = git;
    this.index = index;
    this.scratch = scratch;
    this.options = options;
  }

  /** Undefined where no git repository with a checkout is around the folder, or there is no git. */
  static async of(folder: string): Promise<Snapshots | undefined> {
    const git = new Git(folder);
    const top = lineOf(await git.ask(['rev-parse', '--show-toplevel']));
    const places = await git.ask(['rev-parse', '--git-path', 'index', '--git-path', 'objects']);
    const [index, objects] = (places ?? '').split('\n');
    if (top === undefined || !index || !objects) {
      return undefined;
    }
    await sweep();
    const scratch = await mkdtemp(join(tmpdir(), `${SCRATCH}${process.pid}-`));
    const env = {
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_OBJECT_DIRECTORY: scratch,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: quoted(resolve(folder, objects)),
    };
    const config = [
      ...(await withoutFilters(git)),
      ['diff.ignoreSubmodules', 'all'] as const,
      ['core.looseCompression', '0'] as const,
    ];
    return new Snapshots(new Git(top), resolve(folder, index), scratch, { patience: PATIENCE, env, config });
  }

  /** Records the checkout as it is now. */
  async take(): Promise<Moment> {
    const head = lineOf(await this.git.ask(['rev-parse', '--verify', '--quiet', 'HEAD']));
    const tree = await this.tree();
    return { ...(head !== undefined && { head }), ...(tree !== undefined && { tree }) };
  }

  /** What differs between two trees; undefined where that cannot be told. */
  async between(before: string, after: string): Promise<readonly ChangedFile[] | undefined> {
    const told = await this.git.ask(
      [...['diff-tree', '-r', '-z', '--numstat', '--no-renames'], ...UNAIDED, before, after, '--', ...NOT_OURS],
      this.options,
    );
    return told?.split('\0').filter(Boolean).map(toChangedFile);
  }

  /** How many commits `head` has that `base` lacks; undefined where that cannot be told. */
  async commits(base: string | undefined, head: string): Promise<number | undefined> {
    const told = await this.git.ask(['rev-list', '--count', head, ...(base === undefined ? [] : [`^${base}`]), '--']);
    return told === undefined ? undefined : Number(told.trim());
  }

  /** Deletes what it wrote. */
  async end(): Promise<void> {
    await rm(this.scratch, { recursive: true, force: true });
  }

  private async tree(): Promise<string | undefined> {
    // With what git knows of the files it needs to read only those that were changed.
    await copyFile(this.index, join(this.scratch, 'index')).catch(() => undefined);
    const added = await this.git.say(['add', '--all', '--ignore-errors', '--', ...NOT_OURS], this.options);
    return added === undefined || added.late ? undefined : lineOf(await this.git.ask(['write-tree'], this.options));
  }
}

/** Deletes what killed runners left behind. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = name.startsWith(SCRATCH) ? Number.parseInt(name.slice(SCRATCH.length), 10) : NaN;
    if (pid > 0 && !isThere(pid)) {
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** No program of the repository's choice helps to compare. */
const UNAIDED = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];

const lineOf = (told: string | undefined): string | undefined => told?.replace(/\r?\n$/, '') || undefined;

/** A path as the list of object folders takes it, whatever is in it. */
const quoted = (path: string): string => `"${path.replace(/["\\]/g, '\\$&')}"`;

function toChangedFile(record: string): ChangedFile {
  const [insertions = '', deletions = '', ...path] = record.split('\t');
  const isText = insertions !== '-';
  return {
    path: path.join('\t'),
    ...(isText && { insertions: Number(insertions), deletions: Number(deletions) }),
  };
}
