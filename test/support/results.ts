import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { instant, type Instant } from '../../src/core/basics/time.ts';
import { createResultDesk } from '../../src/runner/results/localResults.ts';
import { writeResult, type ResultRecord } from '../../src/runner/results/resultRecord.ts';
import type { OwnWorktree } from '../../src/runner/worktrees/lookIntoWorktree.ts';
import { worktreePath } from '../../src/runner/worktrees/worktreePlace.ts';
import type { ResultDesk } from '../../src/verbs/resultDesk.ts';
import { emptyFolder } from './folder.ts';
import { testHome } from './home.ts';
import { copyFolder, put, repositoryTemplate, type Files } from './templates.ts';
import { emptyHome, worktreeOf } from './worktrees.ts';

export { put } from './templates.ts';

/** The person's own git, with their name and hooks as they configured them. */
export const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: testHome, GIT_CONFIG_NOSYSTEM: '1' },
  }).trimEnd();

/** An author, and no maintenance process after each commit. */
const CONFIG = '[user]\n\tname = Test\n\temail = test@example.invalid\n[maintenance]\n\tauto = false\n';

/** Says who commits in all tests of this process, as a person does. */
export const introduce = (): void => writeFileSync(join(testHome, '.gitconfig'), CONFIG);

/** A checkout with a run's worktree beside it, and this machine's record of it. */
export interface RunPlace {
  readonly home: string;
  readonly checkout: string;
  readonly worktree: string;
  readonly branch: string;
  readonly record: ResultRecord;
  readonly desk: ResultDesk;
  readonly clock: { now: () => Instant; ahead: number };
  /** Git in the checkout, then in the worktree. */
  git(...args: readonly string[]): string;
  inside(...args: readonly string[]): string;
  /** Writes the record with these fields in place of its own. */
  write(fields: Partial<ResultRecord>): Promise<void>;
}

export const TOKEN = '3f2a91c0'.repeat(4);

const FILES: Files = { 'a.txt': 'one\n' };

/** A repository with one commit of these files. */
export async function repositoryWith(files: Files = FILES): Promise<string> {
  introduce();
  const checkout = realpathSync(await emptyFolder());
  copyFolder(repositoryTemplate(git, files), checkout);
  return checkout;
}

const worked = new Map<string, Promise<OwnWorktree>>();

/**
 * A repository with one commit of these files, and a run in a worktree of it, as `runIn` makes it. Defer and git make
 * one per process, which never changes. Each test gets a copy.
 */
export async function runWith(files: Files = FILES): Promise<RunPlace> {
  introduce();
  const name = JSON.stringify(files);
  const first = worked.get(name) ?? repositoryWith(files).then(async one => worktreeOf(await emptyHome(), one, TOKEN));
  worked.set(name, first);
  return copyOfRun(await first);
}

/** Copies a checkout and the worktree of a run beside it. The copy's record says that the run has ended. */
export async function copyOfRun(from: OwnWorktree): Promise<RunPlace> {
  const [checkout, home] = [realpathSync(await emptyFolder()), await emptyHome()];
  copyFolder(from.checkout, checkout);
  const repository = join(checkout, '.git');
  const worktree = await worktreePath(home, repository, TOKEN);
  mkdirSync(dirname(worktree), { recursive: true, mode: 0o700 });
  copyFolder(from.worktree, worktree);
  // This is what "git worktree repair" does.
  const note = join(repository, 'worktrees', TOKEN);
  put(worktree, { '.git': `gitdir: ${note}\n` });
  put(note, { gitdir: `${join(worktree, '.git')}\n` });
  return placeOfRun({ ...from, checkout, repository, worktree }, home, TOKEN);
}

/** Makes a worktree of a checkout as a run does, and a record of it that has ended. */
export async function runIn(checkout: string, token = TOKEN): Promise<RunPlace> {
  const home = await emptyHome();
  return placeOfRun(await worktreeOf(home, checkout, token), home, token);
}

async function placeOfRun(own: OwnWorktree, home: string, token: string): Promise<RunPlace> {
  const { checkout } = own;
  const clock = { ahead: 0, now: (): Instant => instant(Date.UTC(2026, 10, 28, 23) + clock.ahead) };
  const record: ResultRecord = {
    ...own,
    ...{ token, key: token, entryId: '01KAB', folder: checkout, title: 'Nightly audit', agent: 'claude' },
    ...{ state: 'unread', prefix: '', occ: '2026-11-28T22:00:00Z', made: true, files: [] },
    startedAt: instant(Date.UTC(2026, 10, 28, 22)),
    endedAt: instant(Date.UTC(2026, 10, 28, 22, 30)),
  };
  await writeResult(home, record);
  return {
    ...{ home, checkout, clock, record, worktree: own.worktree, branch: own.branch },
    desk: createResultDesk(home, clock),
    git: (...args) => git(checkout, ...args),
    inside: (...args) => git(own.worktree, ...args),
    write: fields => writeResult(home, { ...record, ...fields }),
  };
}

/**
 * A digest of a checkout (not a worktree): the bytes, kinds and modes of its files, and its index. It leaves out the
 * git folder and the schedule.
 */
export function stateOf(checkout: string): string {
  const hash = createHash('sha256');
  const walk = (folder: Buffer): void => {
    for (const name of readdirSync(folder, { encoding: 'buffer' }).sort(Buffer.compare)) {
      const path = Buffer.concat([folder, Buffer.from('/'), name]);
      const found = lstatSync(path);
      if (name.toString() !== '.git' && name.toString() !== '.sf') {
        hash.update(path).update(`\0${found.mode}\0`);
        if (found.isDirectory()) {
          walk(path);
        } else if (found.isSymbolicLink()) {
          hash.update(readlinkSync(path));
        } else {
          hash.update(readFileSync(path));
        }
      }
    }
  };
  walk(Buffer.from(checkout));
  try {
    hash.update(readFileSync(join(checkout, '.git', 'index')));
  } catch {
    hash.update('no index');
  }
  return hash.digest('hex');
}
