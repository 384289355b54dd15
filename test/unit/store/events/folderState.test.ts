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
