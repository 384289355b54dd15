import { existsSync, realpathSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MOST_ARTIFACTS, type Origin, type Standing } from '../../core/agent/drift.ts';
import type { StateSource } from './eventSource.ts';
import { hashFile, type HashedFile } from './fileHash.ts';
import { Git } from './git.ts';
import { withoutFilters } from './gitFilters.ts';
import { realInside } from '../disk/realInside.ts';

/** How long git may take to look through all files, in ms: scheduling must not wait for it. */
const STATUS_PATIENCE = 1000;

type Head = Pick<Origin, 'commit' | 'branch' | 'dirty'>;

/** The schedule, as git names it. */
const SCHEDULE = '.sf/schedule.jsonl';

/** What the attribute `merge` says where two branches that add lines in one place make a conflict. */
const LINES_CONFLICT: ReadonlySet<string> = new Set(['unspecified', 'set', 'unset', 'text', 'binary']);

/** How the work in a folder stands: what is checked out, and what files hold. Changes nothing and starts only git. */
export class FolderState implements StateSource {
  private readonly folder: string;
  private readonly git: Git;
  private readonly mayAskGit: () => boolean;
  private readonly known = new Map<string, HashedFile>();

  /** `mayAskGit`: not in a workspace that nobody trusts. */
  constructor(folder: string, mayAskGit: () => boolean) {
    this.folder = folder;
    this.git = new Git(folder);
    this.mayAskGit = mayAskGit;
  }

  /** How it stands now, as a row keeps it. Artifacts are texts of people: `a.ts:12-20` is a file, an address none. */
  async origin(artifacts: readonly string[]): Promise<Origin> {
    const [head, hashes] = await Promise.all([
      this.head(),
      Promise.all(artifacts.slice(0, MOST_ARTIFACTS).map(text => this.hashArtifact(text))),
    ]);
    return { ...head, artifacts: Object.fromEntries(hashes.flat()) };
  }

  /** How it stands now against what origins say; `count`: with how many commits lie between. */
  async since(origins: readonly Origin[], { count }: { readonly count: boolean }): Promise<readonly Standing[]> {
    const head = await this.head();
    return Promise.all(
      origins.map(async ({ commit, artifacts }) => {
        const hashes = await Promise.all(Object.keys(artifacts).map(path => this.hashPath(path)));
        const distance = count && commit !== undefined ? await this.distance(commit, head.commit) : undefined;
        return { ...head, artifacts: Object.fromEntries(hashes.flat()), ...(distance && { distance }) };
      }),
    );
  }

  /** By the attribute `merge`, wherever that is set. A driver of the person's own counts as one that merges. */
  async mergesRows(): Promise<boolean | undefined> {
    const [sf, file] = await Promise.all(
      ['.sf', SCHEDULE].map(name => lstat(join(this.folder, name)).catch(() => undefined)),
    );
    if (!sf?.isDirectory() || !file?.isFile() || !this.mayAskGit() || !mayBeInRepository(this.folder)) {
      return undefined;
    }
    const [asked, ignored] = await Promise.all([
      this.git.ask(['check-attr', '-z', 'merge', '--', SCHEDULE]),
      this.git.ask(['check-ignore', '--quiet', '--', SCHEDULE]),
    ]);
    const driver = asked?.split('\0')[2];
    return driver === undefined || ignored !== undefined ? undefined : !LINES_CONFLICT.has(driver);
  }

  /** What is checked out; without `dirty` where that takes too long, without anything where git is not to be asked. */
  private async head(): Promise<Head> {
    if (!this.mayAskGit() || !mayBeInRepository(this.folder)) {
      return {};
    }
    const args = ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=no', '--no-renames'];
    // Defer's own rows are no change of the work; another repository in it has a configuration of its own.
    const limits = ['--ignore-submodules=all', '--', '.', ':(exclude).sf'];
    const config = await withoutFilters(this.git);
    const told = config && (await this.git.ask([...args, ...limits], { patience: STATUS_PATIENCE, config }));
    if (told === undefined) {
      const [commit, branch] = await Promise.all([
        this.git.ask(['rev-parse', '--verify', '--quiet', 'HEAD']),
        this.git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']),
      ]);
      return headOf(commit?.trim(), branch?.trim());
    }
    const lines = told.split('\0');
    const after = (start: string): string | undefined =>
      lines.find(line => line.startsWith(start))?.slice(start.length);
    const branch = after('# branch.head ');
    const head = headOf(after('# branch.oid '), branch === '(detached)' ? undefined : branch);
    return head.commit === undefined ? {} : { ...head, dirty: lines.some(line => /^[12u] /.test(line)) };
  }

  /** `commit` was checked to be hex digits (core/drift.ts), so that it is nothing else to git. */
  private async distance(commit: string, head: string | undefined): Promise<Standing['distance']> {
    if (head === undefined || head.startsWith(commit)) {
      return undefined;
    }
    const counted = await this.git.ask(['rev-list', '--left-right', '--count', `${commit}...${head}`, '--']);
    const [behind, ahead] = (counted ?? '').trim().split('\t').map(Number);
    if (counted !== undefined && ahead !== undefined && behind !== undefined) {
      return { ahead, behind };
    }
    return (await this.git.ask(['cat-file', '-e', `${commit}^{commit}`])) === undefined ? 'unknown' : undefined;
  }

  private async hashArtifact(text: string): Promise<readonly (readonly [string, string | null])[]> {
    if (text.includes('://') || /[\p{Cc}]/u.test(text)) {
      return [];
    }
    const whole = await this.hashPath(text);
    const path = text.replace(/:\d+(?:-\d+)?$/, '');
    return path !== text && (whole[0]?.[1] ?? null) === null ? this.hashPath(path) : whole;
  }

  /** A path and the hash of what it holds, null where there is nothing; none for what is no file of the folder. */
  private async hashPath(path: string): Promise<readonly (readonly [string, string | null])[]> {
    const found = await realInside(this.folder, path);
    if (found === 'outside') {
      return [];
    }
    if (found === 'missing') {
      return [[path, null]];
    }
    const file = await hashFile(found.path, this.known.get(found.path));
    if (!file) {
      return [];
    }
    this.known.set(found.path, file);
    return [[path, file.hash]];
  }
}

/**
 * Whether git may find a repository for a folder. It finds none where neither the folder nor one above it holds `.git`
 * or the `HEAD` of a bare repository, and asking git takes two processes.
 */
export function mayBeInRepository(folder: string): boolean {
  try {
    for (let at = realpathSync.native(folder); ; at = dirname(at)) {
      if (existsSync(join(at, '.git')) || existsSync(join(at, 'HEAD'))) {
        return true;
      }
      if (dirname(at) === at) {
        return false;
      }
    }
  } catch {
    return true;
  }
}

function headOf(commit: string | undefined, branch: string | undefined): Head {
  return commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit) ? {} : { commit, ...(branch && { branch }) };
}
