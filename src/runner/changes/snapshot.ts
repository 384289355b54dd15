import { copyFile, lstat, rm, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MINUTE, SECOND } from '../../core/basics/time.ts';
import type { ChangedFile } from '../../core/rows/runChanges.ts';
import { realOf } from '../../store/disk/inside.ts';
import { Git, type GitOptions } from '../../store/events/git.ts';
import { lineOf, revParse } from '../../store/events/revParse.ts';
import { withoutFilters } from '../../store/events/gitFilters.ts';
import { shownPath, takablePaths, thoseThere } from './changedPaths.ts';
import { makeScratch } from './scratch.ts';

/** How long git may take to look through all files, in ms: a run waits for it. */
const PATIENCE = 10 * SECOND;

/** How long it may take where nothing may be lost, in ms. */
const LONG_PATIENCE = 5 * MINUTE;

/** How many bytes of changed and untracked files git may be given to copy. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Defer writes its own rows while a run goes on. */
const NOT_OURS = ['.', ':(exclude,top,glob)**/.sf/**'];

/** The largest index that is copied, in bytes. */
const MOST_INDEX = 256 * 1024 * 1024;

/** Where a checkout is, and whose. */
const WHERE = [['--show-toplevel'], ['--absolute-git-dir']] as const;

/** All that differs from the index and is not ignored. */
const LIST = ['ls-files', '-z', '--modified', '--others', '--exclude-standard', '--'];

/** Puts the files of a list into the index as they are now. */
const TAKE = ['update-index', '-z', '--add', '--remove', '--replace', '--stdin'];

/** What would write to the repository, or fail for how a file ends its lines. */
const CONFIG: NonNullable<GitOptions['config']> = [
  ['core.splitIndex', 'false'],
  ['core.safecrlf', 'false'],
  ['core.looseCompression', '0'],
];

/** Where things are: the checkout, as a real path, the index of the repository, and the folder of the snapshot. */
interface Places {
  readonly top: string;
  readonly index: string;
  readonly scratch: string;
}

/** A checkout as it was at one moment. */
export interface Moment {
  /** What is checked out, as hex digits; absent where there is no commit. */
  readonly head?: string;
  /** The tree of all that lies in the checkout and is not ignored; absent where that took too long or failed. */
  readonly tree?: string;
  /** What lies there and git cannot take down, such as another repository; paths from the top on. */
  readonly left?: readonly string[];
}

/** How a checkout is looked at. */
export interface SnapshotOptions {
  /** Whether the `.sf` folders count as well: in a worktree Defer writes nothing to them. */
  readonly all?: true;
  /** Whether the trees are to last: then their objects are written to the repository, however large they are. */
  readonly keeps?: true;
}

/**
 * Records what is in a checkout, as git trees, so that two moments can be compared whatever is committed in
 * between. Nothing is written to the repository: the index and the new objects lie in a folder of this snapshot's own. No
 * filter, hook or monitor of the repository is started, and no other repository inside it is looked into.
 */
export class Snapshots {
  private readonly git: Git;
  private readonly places: Places;
  private readonly options: GitOptions;
  private readonly paths: readonly string[];
  private readonly most: number;
  private readonly looksAtAll: boolean;

  private constructor(
    git: Git,
    places: Places,
    env: Readonly<Record<string, string>>,
    { all, keeps }: SnapshotOptions,
  ) {
    this.git = git;
    this.places = places;
    this.options = { patience: keeps ? LONG_PATIENCE : PATIENCE, env, config: CONFIG };
    this.paths = all ? ['.'] : NOT_OURS;
    this.looksAtAll = all === true;
    this.most = keeps ? Infinity : MOST_BYTES;
  }

  /**
   * Undefined where no git repository with a checkout is around the folder, where the checkout is not that of the
   * repository there (`core.worktree` may name any folder), or there is no git.
   */
  static async of(folder: string, how: SnapshotOptions = {}): Promise<Snapshots | undefined> {
    const around = await revParse(new Git(folder), ...WHERE);
    const git = around && new Git(around[0]);
    const again = await (git && revParse(git, ...WHERE, ['--git-path', 'index'], ['--git-path', 'objects']));
    if (!git || again?.[0] !== around[0] || again[1] !== around[1]) {
      return undefined;
    }
    const [top, , index, objects] = again;
    const real = await realOf(top);
    if (real === undefined) {
      return undefined;
    }
    const scratch = await makeScratch();
    const env = {
      GIT_INDEX_FILE: join(scratch, 'index'),
      ...(!how.keeps && {
        GIT_OBJECT_DIRECTORY: scratch,
        GIT_ALTERNATE_OBJECT_DIRECTORIES: quoted(resolve(top, objects)),
      }),
    };
    return new Snapshots(git, { top: real, index: resolve(top, index), scratch }, env, how);
  }

  /** Records the checkout as it is now. */
  async take(): Promise<Moment> {
    const head = lineOf(await this.git.ask(['rev-parse', '--verify', '--quiet', 'HEAD']));
    const found = await this.tree();
    return { ...(head !== undefined && { head }), ...found };
  }

  /** What differs between two trees; undefined where that cannot be told. */
  async between(before: string, after: string): Promise<readonly ChangedFile[] | undefined> {
    const told = await this.git.ask(
      [...['diff-tree', '-r', '-z', '--numstat', '--no-renames'], ...UNAIDED, before, after, '--', ...this.paths],
      this.options,
    );
    return told?.split('\0').filter(Boolean).map(toChangedFile);
  }

  /** How many commits `heads` have together that `base` lacks; undefined where that cannot be told. */
  async commits(base: string | undefined, ...heads: readonly string[]): Promise<number | undefined> {
    const without = base === undefined ? [] : [`^${base}`];
    const told = await this.git.ask(['rev-list', '--count', ...heads, ...without, '--']);
    return told === undefined ? undefined : Number(told.trim());
  }

  /** Deletes what it wrote. */
  async end(): Promise<void> {
    await rm(this.places.scratch, { recursive: true, force: true });
  }

  /**
   * Has git look at files as well that somebody told it to take for unchanged, or for left out of the checkout where they
   * are there, in the copy of the index; false where that fails.
   */
  private async lookAtMarked(options: GitOptions): Promise<boolean> {
    const bytes = { ...options, encoding: 'latin1' } as const;
    const lines = (await this.git.ask(['ls-files', '-v', '-z'], bytes))?.split('\0');
    const marked = (mark: RegExp): readonly string[] =>
      (lines ?? []).flatMap(line => (mark.test(line) ? [line.slice(2)] : []));
    const unmark = async (flag: string, paths: readonly string[]): Promise<boolean> =>
      paths.length === 0 ||
      (await this.git.ask(['update-index', '-z', flag, '--stdin'], { ...bytes, input: [...paths, ''].join('\0') })) !==
        undefined;
    const leftOut = await thoseThere(this.places.top, marked(/^s /i));
    return (
      lines !== undefined &&
      (await unmark('--no-assume-unchanged', marked(/^[a-z] /))) &&
      (await unmark('--no-skip-worktree', leftOut))
    );
  }

  private async tree(): Promise<Pick<Moment, 'tree' | 'left'> | undefined> {
    const { top } = this.places;
    // Asked each time: the run may have changed the configuration, or the branch that some of it is for.
    const filters = await withoutFilters(this.git);
    if (filters === undefined || !(await copyIndex(this.places))) {
      return undefined;
    }
    const options = { ...this.options, config: [...CONFIG, ...filters] };
    if (this.looksAtAll && !(await this.lookAtMarked(options))) {
      return undefined;
    }
    // `git add` would start git in each submodule, where other filters are configured.
    const bytes = { ...options, encoding: 'latin1' } as const;
    const told = await this.git.ask([...LIST, ...this.paths], bytes);
    const found = told === undefined ? undefined : await takablePaths(top, told.split('\0').filter(Boolean), this.most);
    if (found === undefined) {
      return undefined;
    }
    const { taken, left } = found;
    const input = [...taken, ''].join('\0');
    const isTaken = taken.length === 0 || (await this.git.ask(TAKE, { ...bytes, input })) !== undefined;
    const tree = isTaken ? lineOf(await this.git.ask(['write-tree'], options)) : undefined;
    return tree === undefined ? undefined : { tree, left: left.map(shownPath) };
  }
}

/**
 * With what git knows of the files it needs to read only those that were changed. False where what is in the place of
 * the index is no plain file, or is too large.
 */
async function copyIndex({ index, scratch }: Places): Promise<boolean> {
  const copy = join(scratch, 'index');
  await rm(copy, { force: true });
  const found = await lstat(index, { bigint: true }).catch(() => undefined);
  if (!found) {
    return true;
  }
  if (!found.isFile() || found.size > MOST_INDEX) {
    return false;
  }
  await copyFile(index, copy);
  // What was written when the index was, or later, git reads again: its size and time may be what they were. A copy that
  // is newer would hide that.
  const written = Number(found.mtimeNs / 1000n - 2n) / 1e6;
  await utimes(copy, written, written);
  return true;
}

/** No program of the repository's choice helps to compare. */
const UNAIDED = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];

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
