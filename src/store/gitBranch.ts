import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, relative } from 'node:path';
import { realpath } from 'node:fs/promises';
import { instant, SECOND, type Instant } from '../core/time.ts';

/** How long git may take, in ms. */
const PATIENCE = 3000;

/** Options with which git starts no program of the folder's choosing. */
export const SAFELY = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'log.showSignature=false',
  // A repository can hold another one, with a configuration of its making, as plain files.
  '-c',
  'safe.bareRepository=explicit',
] as const;

/** Branches by their whole names (`refs/heads/main`), with their commits. */
export type Branches = ReadonlyMap<string, string>;

/**
 * Asks git about the branches of a folder. Only what reads commits: nothing is fetched, no hook, pager, editor or
 * monitor is started, and the program is one outside of the folder.
 */
export class GitBranches {
  private readonly folder: string;
  private program: Promise<string | undefined> | undefined;

  constructor(folder: string) {
    this.folder = folder;
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

  /** What git prints; undefined where it ends with anything but 0. */
  private async ask(...args: readonly string[]): Promise<string | undefined> {
    const program = await (this.program ??= findGit(this.folder));
    if (program === undefined) {
      return undefined;
    }
    const env = {
      ...process.env,
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_LAZY_FETCH: '1',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
    };
    return new Promise(resolve => {
      execFile(
        program,
        [...SAFELY, '-C', this.folder, ...args],
        // Not in the folder: on Windows programs of the current folder go before those of the path.
        {
          cwd: dirname(program),
          env: withoutRepository(env),
          timeout: PATIENCE,
          maxBuffer: 16 * 1024 * 1024,
          windowsHide: true,
        },
        (error, out) => resolve(error ? undefined : out),
      );
    });
  }
}

/** Without what would point git at another repository than the folder's, as in a hook that runs Defer. */
export function withoutRepository(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_COMMON_DIR: _common, ...rest } = env;
  return rest;
}

/** git from the path, absolute; never one that lies in the folder. */
export async function findGit(folder: string): Promise<string | undefined> {
  const own = await realpath(folder).catch(() => folder);
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const place of (process.env['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(place)) {
      continue;
    }
    const program = await realpath(join(place, name)).catch(() => undefined);
    if (program !== undefined && isOutside(program, own) && (await stat(program)).isFile()) {
      return program;
    }
  }
  return undefined;
}

function isOutside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way.startsWith('..') || isAbsolute(way);
}
