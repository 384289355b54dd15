import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

test('what a process writes to it after it was looked at is not deleted, and doctor names where it is', async () => {
  const { home, record, desk, worktree } = await runWith();
  const opened = await OpenWorktree.open(record, { keeps: true });
  assert.ok(opened);
  mkdirSync(join(worktree, 'folder'));
  const again = opened.again.bind(opened);
  opened.again = async (...names) => {
    const next = await again(...names);
    const look = next?.content.bind(next);
    return (
      next &&
      Object.assign(next, {
        content: async () => {
          const content = await look?.();
          await new Promise(resolve => setTimeout(resolve, 20));
          writeFileSync(join(worktree, 'folder', 'late.txt'), 'late');
          writeFileSync(join(worktree, 'a.txt'), 'changed late');
          return content;
        },
      })
    );
  };
  assert.equal(await endWorktree(home, record, { safeIn: record.base, opened }), undefined);
  await opened.end();
  const late = `${worktree}.late`;
  assert.deepEqual(readdirSync(dirname(worktree)), [basename(late)]);
  assert.deepEqual(readdirSync(late, { recursive: true }).sort(), ['a.txt', 'folder', join('folder', 'late.txt')]);
  assert.equal(readFileSync(join(late, 'folder', 'late.txt'), 'utf8'), 'late');
  const named = (await desk.problems()).find(({ path }) => path === late);
  assert.match(named?.text ?? '', /A process that outlived its run wrote this/);
  await desk.clean();
  assert.ok(existsSync(late));
});
