import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emptyFolder, scheduleOf } from './folder.ts';

const run = promisify(execFile);

/** The git configuration of tests: an author, and no maintenance process after each commit. */
export const identity = [
  ...['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', '-c', 'commit.gpgsign=false'],
  ...['-c', 'maintenance.auto=false'],
];

/** Its environment, with a folder for its home. */
export const gitEnv = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: home,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
});

/** Runs real git, without the settings of the person who runs the tests. */
export class Repository {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Repository> {
    const repository = new Repository(await emptyFolder());
    await repository.git('init', '--quiet', '--initial-branch=main');
    await mkdir(join(repository.folder, '.sf'));
    return repository;
  }

  async git(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('git', [...identity, ...args], {
      cwd: this.folder,
      env: gitEnv(this.folder),
    });
    return stdout;
  }

  /** A branch of its own that begins with these files. */
  async begin(branch: string, files: Readonly<Record<string, string>>): Promise<void> {
    await this.git('checkout', '--quiet', '--orphan', branch);
    await this.commit(files);
  }

  async commit(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(this.folder, '.sf', name), text);
    }
    await this.git('add', '--all', '.sf');
    await this.git('commit', '--quiet', '--allow-empty', '--message=x');
  }

  /** What the schedule says on `branch` once `other` was merged into it. Both branches stay as they are. */
  async merged(branch: string, other: string): Promise<string> {
    await this.git('checkout', '--quiet', '--detach', branch);
    await this.git('merge', '--quiet', '--no-edit', other);
    return readFile(scheduleOf(this.folder), 'utf8');
  }
}
