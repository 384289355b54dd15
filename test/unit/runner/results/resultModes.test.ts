import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { patchText } from '../../../../src/verbs/results/patchText.ts';
import { gitEnv } from '../../../support/git.ts';
import { put, runWith, TOKEN } from '../../../support/results.ts';
import { withLinks } from '../../../support/systems.ts';

test('the patch of a result makes of the base what the run left, modes and links included', withLinks, async () => {
  const place = await runWith({
    'run.sh': 'echo\n',
    'plain.txt': 'one\n',
    'was file': 'file\n',
    'gone.sh': 'gone\n',
    'sub/deep.txt': 'deep\n',
  });
  const { worktree, checkout } = place;
  chmodSync(join(worktree, 'run.sh'), 0o755);
  put(worktree, { 'new.sh': 'new\n', 'plain.txt': 'two\n', 'an empty one': '', 'sub/ümlaut.txt': 'ü\n' });
  chmodSync(join(worktree, 'new.sh'), 0o755);
  rmSync(join(worktree, 'was file'));
  symlinkSync('run.sh', join(worktree, 'was file'));
  symlinkSync('nowhere/at all', join(worktree, 'sub', 'link'));
  rmSync(join(worktree, 'gone.sh'));
  const paths = ['an empty one', 'gone.sh', 'new.sh', 'plain.txt', 'run.sh', 'sub/link', 'sub/ümlaut.txt', 'was file'];
  await place.write({ files: paths.map(path => ({ path })) });
  const modes = await place.desk.modes(TOKEN);
  assert.deepEqual([...modes.keys()], paths);
  assert.deepEqual(
    [modes.get('run.sh'), modes.get('was file'), modes.get('sub/link'), modes.get('gone.sh')],
    [
      { before: '100644', after: '100755' },
      { before: '100644', after: '120000' },
      { after: '120000' },
      { before: '100644' },
    ],
  );
  const [result] = await place.desk.list();
  assert.ok(result);
  const patch = await patchText(place.desk, result);
  place.inside('add', '--all');
  const wanted = place.inside('write-tree');
  assert.match(patch, /^old mode 100644\nnew mode 100755\n/m);
  place.git('update-index', '-q', '--refresh');
  execFileSync('git', ['apply', '--index', '--whitespace=nowarn'], {
    ...{ cwd: checkout, env: gitEnv(place.home), input: patch, stdio: 'pipe' },
  });
  assert.equal(place.git('write-tree'), wanted);
  place.git('reset', '--hard', '--quiet');
  assert.ok(!isRefusal(await place.desk.discard(TOKEN)));
  assert.deepEqual(await place.desk.modes(TOKEN), modes, 'also once the worktree is gone');
});

test('a checkout that takes no modes from the disk has none that differ', async () => {
  const place = await runWith({ 'run.sh': 'echo\n' });
  place.git('config', 'core.fileMode', 'false');
  chmodSync(join(place.worktree, 'run.sh'), 0o755);
  writeFileSync(join(place.worktree, 'run.sh'), 'echo two\n');
  assert.deepEqual([...(await place.desk.modes(TOKEN))], [['run.sh', { before: '100644', after: '100644' }]]);
});

test('of what is gone without a trace nothing is said', async () => {
  const place = await runWith();
  await place.write({ worktree: join(place.home, 'gone'), branch: 'defer/none-000000' });
  assert.equal((await place.desk.modes(TOKEN)).size, 0);
  assert.equal((await place.desk.modes('b'.repeat(32))).size, 0);
});
