import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scheduleOfWorktree } from '../../../../src/cli/start/worktreeSchedule.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { writeResult } from '../../../../src/runner/results/resultRecord.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { emptyHome } from '../../../support/worktrees.ts';

const record = (
  worktree: string,
  folder: string,
  startedAt: number,
  token: string,
): Parameters<typeof writeResult>[1] => ({
  ...{ token, entryId: 'a', occ: 'once', folder, title: 'x', agent: 'claude', state: 'running' },
  ...{ checkout: folder, worktree, branch: 'defer/x', base: 'a'.repeat(40), files: [], prefix: '', key: token },
  ...{ repository: join(folder, '.git'), startedAt: instant(startedAt) },
});

test('a folder in a worktree means the schedule that its latest run came from', async () => {
  const home = await emptyHome();
  const worktree = join(home, 'worktrees', 'a'.repeat(16), 'b'.repeat(32));
  mkdirSync(join(worktree, 'sub'), { recursive: true });
  await writeResult(home, record(worktree, '/old', 1, 'c'.repeat(32)));
  await writeResult(home, record(worktree, '/new', 2, 'd'.repeat(32)));
  await writeResult(home, record(join(home, 'worktrees', 'other'), '/other', 3, 'e'.repeat(32)));
  assert.equal(scheduleOfWorktree(join(worktree, 'sub'), home), '/new');
  const linked = join(await emptyFolder(), 'home');
  symlinkSync(home, linked);
  assert.equal(scheduleOfWorktree(worktree, linked), '/new');
});

test('a folder elsewhere, or in a worktree that no record names, means none of them', async () => {
  const home = await emptyHome();
  await writeResult(home, record('/', '/forged', 1, 'c'.repeat(32)));
  assert.equal(scheduleOfWorktree(realpathSync(await emptyFolder()), home), undefined);
  assert.equal(scheduleOfWorktree(join(home, 'results'), home), undefined);
});
