import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { endWorktree } from '../../../../src/runner/worktrees/endWorktree.ts';
import { OpenWorktree } from '../../../../src/runner/worktrees/lookIntoWorktree.ts';
import { runWith } from '../../../support/results.ts';

test('a worktree that another decision takes away while it is looked at is forgotten', async () => {
  for (const answer of [() => Promise.reject(new Error('no index')), () => Promise.resolve(undefined)]) {
    const { home, record, git } = await runWith();
    const opened = await OpenWorktree.open(record, { keeps: true });
    assert.ok(opened);
    // It goes before anything of it was read.
    opened.again = async () => {
      git('worktree', 'remove', '--force', record.worktree);
      return answer();
    };
    assert.equal(await endWorktree(home, record, { safeIn: record.base, opened }), undefined);
    assert.equal(git('for-each-ref', 'refs/heads/defer'), '');
    await opened.end();
  }
});

test('a fault is told where the worktree is still there', async () => {
  const { home, record } = await runWith();
  const opened = await OpenWorktree.open(record, { keeps: true });
  assert.ok(opened);
  opened.again = () => Promise.reject(new Error('no index'));
  await assert.rejects(endWorktree(home, record, { safeIn: record.base, opened }), /no index/);
  assert.ok(existsSync(record.worktree));
  await opened.end();
});
