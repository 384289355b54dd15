import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readResults, type ResultRecord } from '../../src/runner/results/resultRecord.ts';
import { gitEnv, identity } from './git.ts';
import { makePlace, type Place } from './runnerPlace.ts';
import { copyFolder, repositoryTemplate } from './templates.ts';

/** A place whose folder is a git repository with a commit, and what runs there leave. */
export interface RepositoryPlace extends Place {
  git(...args: readonly string[]): string;
  /** Puts an agent `claude` there that is a script of the shell. */
  script(text: string): void;
  /** Runs an entry to its end; gives the exit code and what was said. */
  runEntry(id: string, how?: Parameters<Place['claim']>[1]): Promise<{ readonly code: unknown; readonly err: string }>;
  records(): Promise<readonly ResultRecord[]>;
  /** The checkout's files, index and HEAD, to compare. */
  checkout(): Readonly<Record<string, string>>;
}

export function makeRepositoryPlace(name?: string): RepositoryPlace {
  const place = makePlace(name);
  const runGit = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('git', [...identity, ...args], {
      cwd,
      env: gitEnv(place.root),
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  const git = (...args: readonly string[]): string => runGit(place.folder, ...args);
  copyFolder(repositoryTemplate(runGit, { 'a.txt': 'one\n', '.gitignore': 'ignored\nnode_modules\n' }), place.folder);
  const path = `${place.bin}:${process.env['PATH'] ?? ''}`;
  return {
    ...place,
    git,
    script(text) {
      const named = ['GIT_AUTHOR_NAME', 'GIT_COMMITTER_NAME'].map(name => `export ${name}=Agent`);
      const mailed = ['GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_EMAIL'].map(name => `export ${name}=agent@example.invalid`);
      // Its commits need no maintenance.
      const tidy = 'export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=maintenance.auto GIT_CONFIG_VALUE_0=false';
      writeFileSync(join(place.bin, 'claude'), ['#!/bin/sh', ...named, ...mailed, tidy, text, ''].join('\n'));
      chmodSync(join(place.bin, 'claude'), 0o755);
    },
    async runEntry(id, how) {
      const { code, err } = await place.run(await place.claim(id, how), { PATH: path });
      return { code, err };
    },
    records: () => readResults(place.home),
    checkout: () => ({
      ...Object.fromEntries(
        readdirSync(place.folder)
          .filter(name => name !== '.git' && name !== '.sf')
          .map(name => [name, readFileSync(join(place.folder, name), 'utf8')]),
      ),
      '.git/index': readFileSync(join(place.folder, '.git', 'index'), 'hex'),
      '.git/HEAD': git('rev-parse', 'HEAD'),
    }),
  };
}
