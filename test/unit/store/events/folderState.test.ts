import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FolderState, mayBeInRepository } from '../../../../src/store/events/folderState.ts';
import { gitEnv } from '../../../support/git.ts';

test('git is asked only from folders where it may find a repository', async t => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-state-')));
  t.after(() => rmSync(root, { recursive: true }));
  const at = (...names: readonly string[]): string => join(root, ...names);
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', args, { cwd: root, env: gitEnv(root), stdio: 'ignore' });
  mkdirSync(at('plain', 'deep'), { recursive: true });
  mkdirSync(at('inside', 'deep'), { recursive: true });
  git('init', '--quiet', 'inside');
  git('init', '--quiet', '--bare', 'bare');
  symlinkSync(at('inside', 'deep'), at('plain', 'link'));
  mkdirSync(at('linked'));
  writeFileSync(at('linked', '.git'), 'gitdir: ../inside/.git\n');
  const found = ['plain', 'plain/deep', 'plain/link', 'inside', 'inside/deep', 'bare', 'linked', 'gone'].filter(name =>
    mayBeInRepository(at(name)),
  );
  // Nothing is known of a folder that is not there.
  assert.deepEqual(found, ['plain/link', 'inside', 'inside/deep', 'bare', 'linked', 'gone']);
  assert.deepEqual(await new FolderState(at('plain', 'deep'), () => true).origin([]), { artifacts: {} });
});

test('it is seen whether git merges the rows of the schedule, by whatever says so', async t => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-merges-')));
  t.after(() => rmSync(root, { recursive: true }));
  const put = (path: string, text: string): void => writeFileSync(join(root, path), text);
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', args, { cwd: root, env: gitEnv(root), stdio: 'ignore' });
  const merges = (mayAsk = true): Promise<boolean | undefined> => new FolderState(root, () => mayAsk).mergesRows();
  assert.equal(await merges(), undefined, 'no repository');
  git('init', '--quiet');
  assert.equal(await merges(), undefined, 'no schedule yet, so the first row makes the attribute');
  mkdirSync(join(root, '.sf'));
  put('.sf/schedule.jsonl', '');
  assert.equal(await merges(), false);
  assert.equal(await merges(false), undefined, 'nobody trusts the workspace');
  for (const [path, text, wanted] of [
    ['.gitattributes', '.sf/*.jsonl merge=union\n', true],
    ['.gitattributes', '*.jsonl merge=rows\n', true],
    ['.gitattributes', '* text=auto\n', false],
    ['.sf/.gitattributes', '*.jsonl text eol=lf\n', false],
    ['.sf/.gitattributes', 'schedule.jsonl merge=text\n', false],
    ['.sf/.gitattributes', 'schedule.jsonl text eol=lf merge=union\n', true],
    ['.git/info/attributes', '*.jsonl -merge\n', false],
  ] as const) {
    put(path, text);
    assert.equal(await merges(), wanted, text);
  }
  put('.gitignore', '.sf/\n');
  assert.equal(await merges(), undefined, 'git ignores it');
  git('add', '--force', '.sf/schedule.jsonl');
  assert.equal(await merges(), false, 'ignored, but in git all the same');
  rmSync(join(root, '.sf'), { recursive: true });
  symlinkSync(root, join(root, '.sf'));
  assert.equal(await merges(), undefined, 'a link, behind which git does not look');
});
