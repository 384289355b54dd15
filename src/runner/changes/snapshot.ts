import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MINUTE, SECOND } from '../../core/basics/time.ts';
import type { ChangedFile } from '../../core/rows/runChanges.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { Git, type Asker, type GitOptions } from '../../store/events/git.ts';
import { lineOf, objectsOf, revParse } from '../../store/events/revParse.ts';
import { withoutFilters } from '../../store/events/gitFilters.ts';
import { QuietGit } from '../merge/quietGit.ts';
import { diskPath, shownPath, takablePaths } from './changedPaths.ts';
import { copyIndex, stampOf } from './indexCopy.ts';
import { listAll, type IndexListing } from './indexListing.ts';
import { makeScratch } from './scratch.ts';

/** How long git may take to look through all files, in ms: a run waits for it. */
const PATIENCE = 10 * SECOND;

/** How long it may take for a worktree, in ms: its run has ended, and what is not counted cannot be reviewed. */
const WORKTREE_PATIENCE = 2 * MINUTE;

/** How long it may take where nothing may be lost, in ms. */
const LONG_PATIENCE = 5 * MINUTE;

/** How many bytes of changed and untracked files git may be given to copy. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Defer writes its own rows while a run goes on. */
const NOT_OURS = ['.', ':(exclude,top,glob)**/.sf/**'];

/** What git is asked about a checkout: its top, its repository, and where git keeps its files. */
const WHERE = [
  ['--show-toplevel'],
  ['--absolute-git-dir'],
  ['--git-path', 'index'],
  ['--git-path', 'objects'],
] as const;

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

/** The real path of the checkout, its index, and the repository's object folder. */
export interface Places {
  readonly top: string;
  readonly index: string;
  readonly objects: string;
}

/** The snapshot's own folder, with the index of the last look. */
interface Scratch {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The index of the checkout that the last look began with, and the tree that it came to. */
  last?: { readonly stamp: string; readonly tree: string };
}

/** A checkout as it was at one moment. */
export interface Moment {
  /** The checked-out commit, as hex digits, and its tree. Absent before the first commit. */
  readonly head?: string;
  readonly headTree?: string;
  /** The tree of all that lies in the checkout and is not ignored; absent where that took too long or failed. */
  readonly tree?: string;
  /**
   * Paths, from the top, of what git cannot record, such as another repository. Where the whole checkout is examined,
   * they include submodules with content, whose own commits would be lost with it.
   */
  readonly left?: readonly string[];
}

/** How a checkout is looked at. */
export interface SnapshotOptions {
  /** Whether the `.sf` folders count as well: in a worktree Defer writes nothing to them. */
  readonly all?: true;
  /** Whether the trees must last. If so, their objects are written to the repository, whatever their size. */
  readonly keeps?: true;
}

/**
 * Records what is in a checkout, as git trees, so that two moments can be compared whatever is committed in between.
 * Nothing is written to the repository: the index and the new objects lie in a folder of this snapshot's own. No
 * filter, hook or monitor of the repository is started, and no other repository inside it is looked into.
 */
export class Snapshots {
  private readonly git: Asker;
  private readonly places: Places;
  private readonly how: SnapshotOptions;
  private readonly scratch: Scratch;
  private readonly options: GitOptions;
  private readonly paths: readonly string[];

  private constructor(git: Asker, places: Places, how: SnapshotOptions, scratch: Scratch) {
    this.git = git;
    this.places = places;
    this.how = how;
    this.scratch = scratch;
    const patience = how.keeps ? LONG_PATIENCE : how.all ? WORKTREE_PATIENCE : PATIENCE;
    this.options = { patience, env: scratch.env, config: CONFIG };
    this.paths = how.all ? ['.'] : NOT_OURS;
  }

  /**
   * Undefined where no git repository with a checkout is around the folder, where the checkout is not that of the
   * repository there (`core.worktree` may name any folder), or there is no git.
   */
  static async of(folder: string, how: SnapshotOptions = {}): Promise<Snapshots | undefined> {
    const around = await revParse(new Git(folder), ...WHERE);
    const git = around && new Git(around[0]);
    // At the top itself this is already the answer.
    const again = git && (resolve(around[0]) === folder ? around : await revParse(git, ...WHERE));
    if (!git || again?.[0] !== around[0] || again[1] !== around[1]) {
      return undefined;
    }
    const [top, , index, objects] = again;
    const real = await realOf(top);
    const places = real !== undefined && { top: real, index: resolve(top, index), objects: resolve(top, objects) };
    return places ? new Snapshots(git, places, how, await scratchFor(places, how)) : undefined;
  }

  /** Snapshots of a checkout that was already matched with its repository. `git` must start no filter. */
  static async at(git: QuietGit, places: Places, how: SnapshotOptions): Promise<Snapshots> {
    return new Snapshots(git, places, how, await scratchFor(places, how));
  }

  /** These snapshots, taken with another `git`. Files that have not changed since the last look are not read again. */
  through(git: QuietGit, places: Places): Snapshots {
    return new Snapshots(git, places, this.how, this.scratch);
  }

  /** Records the checkout as it is now. */
  async take(): Promise<Moment> {
    const told = await objectsOf(this.git, 'HEAD^{commit}', 'HEAD^{tree}');
    const [head, headTree] = told ?? [];
    return {
      ...(head !== undefined && { head }),
      ...(headTree !== undefined && { headTree }),
      ...(told && (await this.files())),
    };
  }

  /** What differs between two trees; undefined where that cannot be told. */
  async between(before: string, after: string): Promise<readonly ChangedFile[] | undefined> {
    if (before === after) {
      return [];
    }
    const told = await this.compare('--numstat', before, after);
    return told?.split('\0').filter(Boolean).map(toChangedFile);
  }

  /** What git says of two trees, in the form that an option asks for; undefined where it does not. */
  compare(form: '--numstat' | '--raw', before: string, after: string): Promise<string | undefined> {
    const words = ['diff-tree', '-r', '-z', form, '--no-renames', ...UNAIDED, before, after, '--', ...this.paths];
    return this.git.ask(words, this.options);
  }

  /** How many commits `heads` have together that `base` lacks; undefined where that cannot be told. */
  async commits(base: string | undefined, ...heads: readonly string[]): Promise<number | undefined> {
    if (heads.every(head => head === base)) {
      return 0;
    }
    const without = base === undefined ? [] : [`^${base}`];
    const told = await this.git.ask(['rev-list', '--count', ...heads, ...without, '--']);
    return told === undefined ? undefined : Number(told.trim());
  }

  /** Deletes what it wrote. */
  async end(): Promise<void> {
    await rm(this.scratch.folder, { recursive: true, force: true });
  }

  /** Changed and untracked files that are not ignored, and submodules with content. Each character is a byte. */
  private async look(options: GitOptions): Promise<Pick<IndexListing, 'changed' | 'submodules'> | undefined> {
    if (this.how.all) {
      const listing = await listAll(this.git, this.places.top, options);
      const isFilled = (path: string): boolean => existsSync(diskPath(this.places.top, `${path}/.git`));
      return listing && { changed: listing.changed, submodules: listing.submodules.filter(isFilled) };
    }
    const told = await this.git.ask([...LIST, ...this.paths], { ...options, encoding: 'latin1' });
    return told === undefined ? undefined : { changed: told.split('\0').filter(Boolean), submodules: [] };
  }

  /** Records the present files of the checkout. Undefined where that took too long or failed. */
  async files(): Promise<Pick<Moment, 'tree' | 'left'> | undefined> {
    const { top, index } = this.places;
    const { scratch } = this;
    // Asked each time: the run may have changed the configuration, or the branch that some of it is for.
    const filters = this.git instanceof QuietGit ? [] : await withoutFilters(this.git);
    const stamp = await stampOf(index);
    const before = scratch.last?.stamp === stamp ? scratch.last.tree : undefined;
    if (filters === undefined || (before === undefined && !(await copyIndex(index, join(scratch.folder, 'index'))))) {
      return undefined;
    }
    const options = { ...this.options, config: [...CONFIG, ...filters] };
    // `git add` would start git in each submodule, where other filters are configured.
    const listing = await this.look(options);
    const found = listing && (await takablePaths(top, listing.changed, this.how.keeps ? Infinity : MOST_BYTES));
    if (!found) {
      return undefined;
    }
    const { taken } = found;
    const left = [...new Set([...found.left, ...listing.submodules].map(shownPath))];
    if (before !== undefined && taken.length === 0) {
      return { tree: before, left };
    }
    delete scratch.last;
    const input = [...taken, ''].join('\0');
    const isTaken =
      taken.length === 0 || (await this.git.ask(TAKE, { ...options, encoding: 'latin1', input })) !== undefined;
    const tree = isTaken ? lineOf(await this.git.ask(['write-tree'], options)) : undefined;
    if (tree !== undefined) {
      scratch.last = { stamp, tree };
    }
    return tree === undefined ? undefined : { tree, left };
  }
}

/** Makes the folder of a snapshot, with the options that make git write there. */
async function scratchFor({ objects }: Places, { keeps }: SnapshotOptions): Promise<Scratch> {
  const folder = await makeScratch();
  const env = {
    GIT_INDEX_FILE: join(folder, 'index'),
    ...(!keeps && { GIT_OBJECT_DIRECTORY: folder, GIT_ALTERNATE_OBJECT_DIRECTORIES: quoted(objects) }),
  };
  return { folder, env };
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
