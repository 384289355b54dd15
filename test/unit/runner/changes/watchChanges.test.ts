import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { watchChanges, type SeenChanges } from '../../../../src/runner/changes/watchChanges.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { Repository } from '../../../support/git.ts';

describe('what a run changed', () => {
  let repository: Repository;
  let folder: string;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const commit = async (): Promise<string> => {
    await repository.git('add', '--all');
    await repository.git('commit', '--quiet', '--allow-empty', '--message=x');
    return (await repository.git('rev-parse', 'HEAD')).trim();
  };
  /** What is seen of a job, which must leave the index as it is if it starts no git. */
  const seenOf = async (job: () => unknown, from = folder): Promise<SeenChanges | undefined> => {
    const watch = await watchChanges(from);
    await job();
    return watch?.end();
  };
  beforeEach(async () => {
    repository = await Repository.make();
    ({ folder } = repository);
    write('a.txt', 'one\ntwo\n');
    write('b.txt', 'three\n');
    write('.gitignore', 'ignored\n');
    await commit();
  });

  it('is what it committed and what it left, with new and deleted files, and not what was there before', async () => {
    write('a.txt', 'one\ntwo\nby the person\n');
    write('new.txt', 'by the person\n');
    const base = (await repository.git('rev-parse', 'HEAD')).trim();
    let head = '';
    const seen = await seenOf(async () => {
      write('c.txt', 'x\ny\n');
      head = await commit();
      rmSync(join(folder, 'b.txt'));
      write('ignored', 'x');
      write('.sf/schedule.jsonl', '{"id":"a"}\n');
      write('naïve name\n2', 'z\n');
    });
    assert.deepEqual(seen?.changes, {
      ...{ base, head, commits: 1 },
      ...{ files: 3, insertions: 3, deletions: 1, dirty: true },
    });
    assert.deepEqual(seen?.files, [
      { path: 'b.txt', insertions: 0, deletions: 1 },
      { path: 'c.txt', insertions: 2, deletions: 0 },
      { path: 'naïve name\n2', insertions: 1, deletions: 0 },
    ]);
  });

  it('is nothing where nothing changed, and the index and the objects of the repository stay as they are', async () => {
    write('a.txt', 'changed by the person\n');
    write('large.bin', 'x'.repeat(100_000));
    const [index, objects] = [readFileSync(join(folder, '.git', 'index')), await repository.git('count-objects', '-v')];
    const seen = await seenOf(() => undefined);
    assert.deepEqual([seen?.changes.files, seen?.changes.commits, seen?.changes.dirty], [0, 0, true]);
    assert.deepEqual(readFileSync(join(folder, '.git', 'index')), index);
    assert.equal(await repository.git('count-objects', '-v'), objects);
  });

  it('is counted from a folder inside, in a worktree, on no branch, and before the first commit', async () => {
    mkdirSync(join(folder, 'inside'));
    assert.equal((await seenOf(() => write('a.txt', 'x\n'), join(folder, 'inside')))?.changes.files, 1);
    const beside = join(await emptyFolder(), 'beside');
    await repository.git('worktree', 'add', '--quiet', '--detach', beside);
    assert.equal((await seenOf(() => writeFileSync(join(beside, 'a.txt'), 'x\n'), beside))?.changes.files, 1);
    const unborn = await Repository.make();
    const seen = await seenOf(() => writeFileSync(join(unborn.folder, 'first'), 'x\n'), unborn.folder);
    assert.deepEqual(seen?.changes, { files: 1, insertions: 1, deletions: 0 });
    const begun = await seenOf(() => unborn.commit({}), unborn.folder);
    assert.deepEqual([begun?.changes.base, begun?.changes.commits, begun?.changes.head?.length], [undefined, 1, 40]);
  });

  it('says what it cannot know: where there is no repository, or the agent took it away', async () => {
    assert.equal(await seenOf(() => undefined, await emptyFolder()), undefined);
    const seen = await seenOf(() => renameSync(join(folder, '.git'), join(folder, 'gone')));
    assert.deepEqual(Object.keys(seen?.changes ?? {}), ['base']);
  });

  it('is found without a filter, a hook, a monitor or a diff program of the repository', async () => {
    const canary = join(await emptyFolder(), 'canary');
    const program = join(await emptyFolder(), 'program');
    writeFileSync(program, `#!/bin/sh\ntouch ${canary}\ncat\n`);
    chmodSync(program, 0o755);
    write('.gitattributes', '* filter=evil diff=evil\n');
    await commit();
    for (const key of ['filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process', 'core.fsmonitor']) {
      await repository.git('config', key, program);
    }
    for (const key of ['diff.evil.textconv', 'diff.evil.command', 'diff.external']) {
      await repository.git('config', key, program);
    }
    await repository.git('config', 'filter.evil.required', 'true');
    mkdirSync(join(folder, '.git', 'hooks'), { recursive: true });
    for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction']) {
      symlinkSync(program, join(folder, '.git', 'hooks', hook));
    }
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    await repository.git('init', '--quiet', inner);
    await repository.git('-C', inner, 'config', 'core.fsmonitor', program);
    writeFileSync(join(inner, 'x'), 'x');
    const seen = await seenOf(() => write('a.txt', 'other\n'));
    assert.equal(seen?.changes.files, 1);
    assert.equal(existsSync(canary), false);
  });
});
