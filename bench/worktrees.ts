import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesInWorktree } from '../src/runner/results/changesInWorktree.ts';
import { makeWorktree } from '../src/runner/worktrees/makeWorktree.ts';
import { repositoryOf } from '../src/runner/worktrees/repositoryOf.ts';
import { worktreePath } from '../src/runner/worktrees/worktreePlace.ts';
import { gitEnv, identity } from '../test/support/git.ts';
import type { Places } from './place.ts';
import type { Report } from './report.ts';

const FOLDERS = 500;
const FILES = 100;
const ROUNDS = 3;

/** Makes worktrees of a repository of 50,000 files, in turns with `git worktree add` itself, the best of three each. */
export async function measureWorktrees(report: Report, places: Places): Promise<void> {
  const folder = realpathSync(await places.folder('repository'));
  const home = realpathSync(await places.folder('worktrees'));
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', [...identity, ...args], { cwd: folder, env: gitEnv(home), stdio: 'ignore' });
  git('init', '--quiet');
  for (let at = 0; at < FOLDERS; at += 1) {
    mkdirSync(join(folder, `d${at}`));
    for (let file = 0; file < FILES; file += 1) {
      writeFileSync(join(folder, `d${at}`, `f${file}.txt`), `file ${at} ${file}\n`);
    }
  }
  git('add', '--all');
  git('commit', '--quiet', '--message=x');
  const found = await repositoryOf(folder);
  if (!found) {
    report.notMeasured('worktrees', 'there is no git from 2.31 on');
    return;
  }
  const { top: checkout, common: repository, head: base } = found;
  const [plain, ours, looks]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const worktree = await worktreePath(home, repository, String(round).repeat(32));
    const own = { checkout, repository, worktree, branch: `defer/x-${round}`, base };
    const path = join(home, `plain${round}`);
    plain.push(await timed(async () => git('worktree', 'add', '--quiet', '-b', `plain${round}`, path)));
    ours.push(await timed(() => makeWorktree({ ...own, path: worktree })));
    looks.push(await timed(() => changesInWorktree(own)));
  }
  const [beside, value, look] = [plain, ours, looks].map(times => Math.min(...times)) as [number, number, number];
  report.section('a worktree of 50,000 files');
  const measured = `${value.toFixed(0)} ms beside ${beside.toFixed(0)} ms of git worktree add`;
  report.figure({ what: 'made', measured, value: value / beside, unit: '×', goal: 1.5 });
  report.say('what changed in it, at its end', `${look.toFixed(0)} ms`);
}

async function timed(job: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await job();
  return performance.now() - start;
}
