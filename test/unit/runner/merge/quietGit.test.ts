import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { git, put, repositoryWith, runIn, runWith, TOKEN, type RunPlace } from '../../../support/results.ts';

const HOOKS = [
  ...['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'pre-merge-commit', 'post-merge'],
  ...[
    'post-checkout',
    'post-rewrite',
    'reference-transaction',
    'post-index-change',
    'pre-auto-gc',
    'fsmonitor-watchman',
  ],
];

/** A repository whose hooks, filters, drivers and programs each leave a mark; gives whether one was started. */
async function trapped(): Promise<{ readonly place: RunPlace; readonly sprung: () => boolean }> {
  const traps = await emptyFolder();
  const [mark, trap] = [join(traps, 'mark'), join(traps, 'trap.sh')];
  writeFileSync(trap, `#!/bin/sh\necho "$0 $@" >> '${mark}'\ncat\n`);
  chmodSync(trap, 0o755);
  const checkout = await repositoryWith({
    'a.txt': 'one\n',
    'driven.txt': 'one\n',
    '.gitattributes': 'driven.txt merge=trap\nx.bin filter=trap\n',
    'x.bin': 'one\n',
  });
  const place = await runIn(checkout);
  put(place.worktree, { 'a.txt': 'two\n', 'driven.txt': 'two\n', 'new.txt': 'new\n' });
  put(checkout, { 'b.txt': 'b\n', 'driven.txt': 'three\n' });
  git(checkout, 'add', '--all');
  git(checkout, 'commit', '--quiet', '--message=Main');
  const hooks = join(traps, 'hooks');
  mkdirSync(hooks);
  for (const folder of [hooks, join(checkout, '.git', 'hooks')]) {
    for (const hook of HOOKS) {
      writeFileSync(join(folder, hook), `#!/bin/sh\necho ${hook} >> '${mark}'\n`, { mode: 0o755 });
    }
  }
  for (const [key, value] of [
    ['core.hooksPath', hooks],
    ['core.fsmonitor', trap],
    ['core.editor', trap],
    ['core.pager', trap],
    ['merge.trap.driver', `${trap} %A %O %B`],
    ['merge.default', 'trap'],
    ['commit.gpgSign', 'true'],
    ['merge.verifySignatures', 'true'],
    ['gpg.program', trap],
    ['diff.external', trap],
    ['filter.trap.clean', trap],
    ['filter.trap.smudge', trap],
    ['filter.trap.required', 'true'],
    ['branch.main.mergeOptions', '--squash --no-such-option'],
    ['merge.autoStash', 'true'],
    ['hook.trap.command', trap],
    ['hook.trap.event', 'post-merge'],
    ['gc.auto', '1'],
    ['maintenance.auto', 'true'],
  ]) {
    git(checkout, 'config', String(key), String(value));
  }
  // To see whether it was changed, git has to read it, through its filter if there is one.
  put(checkout, { 'x.bin': 'two\n' });
  return { place, sprung: () => existsSync(mark) };
}

test('a merge driver of the repository makes a conflict, and is not started', async () => {
  const { place, sprung } = await trapped();
  const answer = await place.desk.keep(TOKEN);
  assert.ok(isRefusal(answer));
  assert.match(answer.why, /does not merge by itself: both sides changed driven\.txt/);
  assert.ok(!sprung());
  // The traps are set: plain git springs them.
  git(place.checkout, 'status');
  assert.ok(sprung());
});

test('no program of a repository is started by Keep, Keep as Branch or Discard', async () => {
  for (const act of ['keep', 'branch', 'discard'] as const) {
    const { place, sprung } = await trapped();
    put(place.worktree, { 'driven.txt': 'one\n' });
    const answer =
      act === 'discard'
        ? await place.desk.discard(TOKEN)
        : await place.desk.keep(TOKEN, act === 'branch' ? { asBranch: 'later' } : {});
    assert.ok(!isRefusal(answer), JSON.stringify(answer));
    assert.ok(!sprung(), act);
    if (act === 'keep') {
      assert.equal(git(place.checkout, '-c', 'core.fsmonitor=false', 'show', 'HEAD:new.txt'), 'new');
    }
    assert.deepEqual(await place.desk.problems(), []);
    assert.ok(!sprung(), act);
  }
});

test('a filter that the kept work itself brings into the configuration is not started', async () => {
  const traps = await emptyFolder();
  const [mark, trap] = [join(traps, 'mark'), join(traps, 'trap.sh')];
  writeFileSync(trap, `#!/bin/sh\ntouch '${mark}'\ncat\n`, { mode: 0o755 });
  const place = await runWith();
  place.git('config', 'include.path', '../gitconfig');
  put(place.worktree, {
    ...{ gitconfig: `[filter "work"]\n\tclean = ${trap}\n`, '.gitattributes': '*.bin filter=work\n' },
    'x.bin': 'x\n',
  });
  const kept = await place.desk.keep(TOKEN);
  assert.ok(!isRefusal(kept), JSON.stringify(kept));
  assert.equal(place.git('config', 'filter.work.clean'), trap);
  assert.ok(!existsSync(place.worktree) && !existsSync(mark));
});

test('a filter of the repository is started neither for what is looked at nor for what is taken', async () => {
  const { place, sprung } = await trapped();
  put(place.worktree, { '.gitattributes': '*.txt filter=trap\n', 'driven.txt': 'one\n' });
  const kept = await place.desk.keep(TOKEN);
  assert.ok(isRefusal(kept));
  assert.match(kept.why, /A filter of the repository/);
  assert.ok(!isRefusal(await place.desk.discard(TOKEN)));
  assert.ok(!sprung());
});
