import { dirname, join, resolve } from 'node:path';
import { realOf } from '../../store/disk/realInside.ts';
import { Git } from '../../store/events/git.ts';
import { Snapshots, type Places } from '../changes/snapshot.ts';
import { readIfThere } from '../home/homeFiles.ts';
import { QuietGit } from '../merge/quietGit.ts';
import { lineOf, objectsOf, revParse } from '../../store/events/revParse.ts';

/** A worktree of Defer's, as a record names it. */
export interface OwnWorktree {
  /** The top of the checkout that it was made from, and the git folder that both share. */
  readonly checkout: string;
  readonly repository: string;
  /** The worktree itself, a real path. */
  readonly worktree: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** The commit that it began at. */
  readonly base: string;
}

/** The commits of a worktree. */
interface WorktreeCommits {
  /** The commit checked out in it, and its tree. Absent before the first commit. */
  readonly head?: string;
  readonly headTree?: string;
  /** The commit that its branch is at; absent where the branch is gone. */
  readonly tip?: string;
}

/** Everything in a worktree that git does not ignore. */
export interface WorktreeContent extends WorktreeCommits {
  /** The tree of all that lies in it, the `.sf` folders included. It lasts: its objects are in the repository. */
  readonly tree: string;
  /** What git cannot take down, such as another repository or a submodule with one; paths from the top on. */
  readonly left: readonly string[];
}

/** What git says about an intact worktree. */
interface Whole extends Places, WorktreeCommits {
  /** The file that exists while it is locked. */
  readonly lock: string;
  /** The checked-out ref (`refs/heads/main`). Absent where HEAD is detached. */
  readonly ref?: string;
  /** The objects of the names in the question, in order. */
  readonly also: readonly (string | undefined)[];
}

/** What git is asked about a worktree: its top, its repository, and where git keeps its files. */
const WHERE = [
  ...([['--show-toplevel'], ['--git-common-dir'], ['--absolute-git-dir']] as const),
  ...([
    ['--git-path', 'index'],
    ['--git-path', 'objects'],
    ['--git-path', 'locked'],
  ] as const),
] as const;

/**
 * Undefined where the worktree is missing, is not in its place, does not belong to its repository, or where git's
 * administrative files do not point back to it. An agent may have changed its `.git` file to name the checkout or
 * another worktree.
 */
async function wholeOf(own: OwnWorktree, git: Git, also: readonly string[] = []): Promise<Whole | undefined> {
  const { worktree, repository } = own;
  if ((await realOf(worktree)) !== worktree) {
    return undefined;
  }
  const names = ['HEAD^{commit}', 'HEAD^{tree}', `refs/heads/${own.branch}^{commit}`, ...also];
  // The full ref name is asked for last, because the flag holds for everything after it.
  const all = await revParse(git, ...WHERE, ...names.map(name => [name]), ['--symbolic-full-name', 'HEAD']);
  // Git answers nothing at all if one name has no object, such as HEAD before the first commit.
  const told = all ?? (await revParse(git, ...WHERE));
  const objects = all ? all.slice(WHERE.length, -1) : told && (await objectsOf(git, ...names));
  if (!told || !objects) {
    return undefined;
  }
  const [top, common, note, index, store, lock] = told;
  const isWhole =
    (await realOf(top)) === worktree &&
    (await realOf(resolve(worktree, common))) === repository &&
    dirname((await realOf(note)) ?? '') === join(repository, 'worktrees') &&
    (await leadsTo(note)) === join(worktree, '.git');
  if (!isWhole) {
    return undefined;
  }
  const [head, headTree, tip, ...others] = objects;
  const ref = all ? all.at(-1) : lineOf(await git.ask(['symbolic-ref', '--quiet', 'HEAD']));
  return {
    ...{ top: worktree, index: resolve(worktree, index), objects: resolve(worktree, store) },
    ...{ lock: resolve(worktree, lock), also: others },
    ...(head !== undefined && { head }),
    ...(headTree !== undefined && { headTree }),
    ...(tip !== undefined && { tip }),
    ...(ref !== undefined && ref !== 'HEAD' && { ref }),
  };
}

/** Whether a worktree exists, is in its place, and belongs to its repository. */
export const isWhole = async (own: OwnWorktree): Promise<boolean> =>
  (await wholeOf(own, new Git(own.worktree))) !== undefined;

/** Where the `.git` file of a worktree is, by git's note of it. */
async function leadsTo(note: string): Promise<string | undefined> {
  const told = await readIfThere(join(note, 'gitdir')).catch(() => undefined);
  return told === undefined ? undefined : resolve(note, told.trimEnd());
}

/**
 * Whether the objects that are written while a worktree is examined must last. Otherwise they are deleted at the end.
 */
export type Lasting = { readonly keeps?: true };

/**
 * An intact worktree, with a `Git` in it. Questions start no filter, hook or monitor of the repository, as configured
 * when the worktree was opened.
 */
export class OpenWorktree {
  readonly git: QuietGit;
  /** What git said about it when it was opened. */
  readonly whole: Whole;
  private readonly own: OwnWorktree;
  private readonly looks: Looks;

  private constructor(own: OwnWorktree, git: QuietGit, whole: Whole, looks: Looks) {
    this.own = own;
    this.git = git;
    this.whole = whole;
    this.looks = looks;
  }

  /**
   * Undefined where it is not intact, or where git does not list its configuration. `also`: as for `again`. Call `end`
   * last.
   */
  static async open(
    own: OwnWorktree,
    how: Lasting = {},
    ...also: readonly string[]
  ): Promise<OpenWorktree | undefined> {
    const asker = new Git(own.worktree);
    return openWith(own, asker, also, (git, whole) => new OpenWorktree(own, git, whole, { how, asker }));
  }

  /**
   * Opens it again: checks that it is intact, and reads the configuration, which kept work may have changed. Files that
   * have not changed since the last look are not read again. One `end` is enough for both. `also`: names of objects to
   * look up.
   */
  async again(...also: readonly string[]): Promise<OpenWorktree | undefined> {
    const { own, looks } = this;
    return openWith(own, looks.asker, also, (git, whole) => new OpenWorktree(own, git, whole, looks));
  }

  /** Takes snapshots of it. `end` deletes what they wrote. */
  async look(): Promise<Snapshots> {
    const before = this.looks.snapshots;
    const next = before
      ? before.through(this.git, this.whole)
      : await Snapshots.at(this.git, this.whole, { all: true, ...this.looks.how });
    this.looks.snapshots = next;
    return next;
  }

  /** Its present content, with the commits of the moment when it was opened. Undefined where git gives no answer. */
  async content(): Promise<WorktreeContent | undefined> {
    const { tree, left } = (await (await this.look()).files()) ?? {};
    const { head, headTree, tip } = this.whole;
    return tree === undefined || left === undefined
      ? undefined
      : {
          ...(head !== undefined && { head }),
          ...(headTree !== undefined && { headTree }),
          ...(tip !== undefined && { tip }),
          ...{ tree, left },
        };
  }

  async end(): Promise<void> {
    await this.looks.snapshots?.end().catch(() => undefined);
  }
}

/** What stays the same for one worktree, however often it is opened again. */
interface Looks {
  readonly how: Lasting;
  /** Git in the worktree, with its configuration unchanged. */
  readonly asker: Git;
  snapshots?: Snapshots;
}

async function openWith<Opened>(
  own: OwnWorktree,
  asker: Git,
  also: readonly string[],
  make: (git: QuietGit, whole: Whole) => Opened,
): Promise<Opened | undefined> {
  const [whole, git] = await Promise.all([wholeOf(own, asker, also), QuietGit.open(own.worktree, asker)]);
  return whole && git && make(git, whole);
}

/** The commit of a branch. Undefined where there is no such branch. `folder`: in any worktree of the repository. */
export const tipOf = async (folder: string, branch: string): Promise<string | undefined> =>
  lineOf(await new Git(folder).ask(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`]));
