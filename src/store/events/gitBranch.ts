import { instant, SECOND, type Instant } from '../../core/basics/time.ts';
import { Git } from './git.ts';

/** Branches by their whole names (`refs/heads/main`), with their commits. */
export type Branches = ReadonlyMap<string, string>;

/** Asks git about the branches of a folder. Only what reads commits. */
export class GitBranches {
  private readonly git: Git;

  constructor(folder: string) {
    this.git = new Git(folder);
  }

  /** All branches, local and remote; undefined where there is no git, or the folder is none of its. */
  async all(): Promise<Branches | undefined> {
    const lines = await this.ask('for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/remotes');
    if (lines === undefined) {
      return undefined;
    }
    const pairs = lines.split('\n').filter(Boolean);
    return new Map(pairs.map(line => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
  }

  /** The branch that is checked out. */
  async current(): Promise<string | undefined> {
    return (await this.ask('symbolic-ref', '--quiet', '--short', 'HEAD'))?.trim() || undefined;
  }

  /** Whether a commit is in the history of another. */
  async isIn(commit: string, other: string): Promise<boolean> {
    return (await this.ask('merge-base', '--is-ancestor', commit, other)) !== undefined;
  }

  /** When a commit came into the history of another, along its first parents; else when it was made. */
  async cameIn(commit: string, other: string): Promise<Instant | undefined> {
    const range = ['--first-parent', '--ancestry-path', '--reverse', '--format=%ct', `${commit}..${other}`];
    const merged = (await this.ask('log', ...range))?.split('\n')[0];
    const seconds = Number(merged || (await this.ask('log', '-1', '--format=%ct', commit)) || Number.NaN);
    return Number.isSafeInteger(seconds) ? instant(seconds * SECOND) : undefined;
  }

  private ask(...args: readonly string[]): Promise<string | undefined> {
    return this.git.ask(args);
  }
}
