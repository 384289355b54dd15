import assert from 'node:assert/strict';
import { chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.remove());

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly scope: string;
  readonly folder: string;
}

const add = async (folder: string, ...more: readonly string[]): Promise<Entry> => {
  const { code, out, err } = await shell.from(folder, ...more, '--json', 'add', 'x', '--when', '1h');
  assert.equal(code, 0, out + err);
  return JSON.parse(out) as Entry;
};

const below = (...parts: readonly string[]): string => {
  const folder = join(...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
};

test('the first schedule upward is meant, and none above the root of the git checkout', async () => {
  await add(shell.project);
  const deep = below(shell.project, 'a', 'b');
  assert.equal((await add(deep)).folder, shell.project);
  mkdirSync(join(shell.project, 'a', '.git'));
  assert.equal((await shell.from(deep, 'list')).out, `Nothing is scheduled in ${join(shell.project, 'a')}.\n`);
  assert.equal((await add(deep)).folder, join(shell.project, 'a'));
  mkdirSync(join(shell.project, '.git'));
  rmSync(join(shell.project, 'a', '.git'), { recursive: true });
  await add(deep, '--dir', deep);
  assert.equal((await add(deep)).folder, deep, 'the nearest');
});

test('list says which folder it shows where that is not the current one', async () => {
  const { id } = await add(shell.project);
  const deep = below(shell.project, 'a');
  const head = `In ${shell.project}:\n`;
  const listed = await shell.from(deep, 'list');
  assert.ok(listed.out.startsWith(head) && listed.out.includes(id.slice(0, 8)), listed.out);
  assert.ok((await shell.from(shell.root, '--dir', shell.project, 'list')).out.startsWith(head));
  assert.ok(!(await shell.defer('list')).out.includes(shell.project));
  const json = await shell.from(deep, '--json', 'list');
  assert.deepEqual(
    (JSON.parse(json.out) as Entry[]).map(({ folder }) => folder),
    [shell.project],
  );
});

const skip = process.getuid?.() !== 0 && 'only root can give files to somebody else';

test(
  'another user’s schedule above is neither listed nor written to, with a checkout around and without',
  { skip },
  async () => {
    const planted = below(shell.project, '.sf');
    const file = join(planted, 'schedule.jsonl');
    const theirs = '{"id":"theirs","due_at":"2020-01-01T00:00:00Z","title":"theirs"}\n';
    writeFileSync(file, theirs, { mode: 0o666 });
    const mine = below(shell.project, 'mine');
    assert.match((await shell.from(mine, 'list')).out, /theirs/);
    for (const [path, name] of [
      [file, 'the file'],
      [planted, 'its folder'],
      [shell.project, 'the folder around'],
    ] as const) {
      chownSync(path, 1234, 1234);
      assert.equal((await shell.from(mine, 'list')).out, 'Nothing is scheduled here.\n', name);
      assert.equal((await add(mine)).folder, mine, name);
      const { code, err } = await shell.defer('list');
      assert.deepEqual(
        [code, err.includes(`${shell.project} or its schedule belongs to another user`)],
        [2, true],
        name,
      );
      assert.match((await shell.defer('list', '--dir', '.')).out, /theirs/, 'whoever names it means it');
      chownSync(path, 0, 0);
      rmSync(join(mine, '.sf'), { recursive: true });
    }
    chownSync(planted, 1234, 1234);
    mkdirSync(join(shell.project, '.git'));
    chownSync(join(shell.project, '.git'), 1234, 1234);
    assert.equal((await add(mine)).folder, mine, 'nor is their checkout mine');
    assert.equal(readFileSync(file, 'utf8'), theirs);
    const global = await shell.from(shell.project, '--scope', 'all', 'list');
    assert.equal(global.out, 'Nothing is scheduled here.\n', 'what is everywhere is shown there all the same');
  },
);

test('without a schedule the git root is meant, a worktree or submodule too, else the current folder', async () => {
  const deep = below(shell.project, 'a', 'b');
  assert.equal((await shell.from(deep, 'list')).out, 'Nothing is scheduled here.\n');
  writeFileSync(join(shell.project, '.git'), 'gitdir: elsewhere\n');
  assert.equal((await add(deep)).folder, shell.project);
  const other = below(shell.root, 'other', 'deep');
  assert.equal((await add(other)).folder, other);
});

test('a project in the home folder is one; the home folder and what is above it never is', async () => {
  mkdirSync(join(shell.home, '.git'));
  const project = below(shell.home, 'code', 'project');
  assert.equal((await add(project)).folder, project);
  for (const folder of [shell.home, shell.root, '/']) {
    const { code, err } = await shell.from(folder, 'add', 'x', '--when', '1h');
    assert.equal(code, 2, folder);
    assert.match(err, /--dir.*--scope global/);
  }
});

test('a schedule in the home folder is not that of every folder below it', async () => {
  await add(shell.project, '--scope', 'global');
  const project = below(shell.home, 'project');
  assert.equal((await shell.from(project, 'list')).out, 'Nothing is scheduled here.\n');
});

test('undo takes back what was done last, also to an entry of the global schedule that was named by its id', async () => {
  await add(shell.project);
  const { id } = await add(shell.project, '--scope', 'global');
  assert.equal((await shell.defer('snooze', id, '4h')).code, 0);
  const undone = await shell.json<Entry & { readonly status: string }>('undo');
  assert.deepEqual([undone.id, undone.scope, undone.status], [id, 'global', 'pending']);
  assert.match((await shell.defer('--scope', 'project', 'undo')).out, /"x" is cancelled/);
  assert.match((await shell.from(shell.home, 'undo')).out, /"x" is cancelled/, 'where there is no project');
});

test('the home folder is known under another name too', async () => {
  const link = join(shell.root, 'link');
  symlinkSync(shell.home, link);
  shell.env['HOME'] = link;
  assert.equal((await shell.from(shell.home, 'list')).code, 2);
  shell.env['HOME'] = shell.home;
  assert.equal((await shell.from(link, 'list')).code, 2);
});

test('--dir names the folder, from wherever it is said', async () => {
  const other = below(shell.root, 'other');
  assert.equal((await add(shell.project, '--dir', '../other')).folder, other);
  assert.equal((await add(shell.home, '--dir', shell.project)).folder, shell.project);
  const { code, err } = await shell.defer('--dir', 'nowhere', 'add', 'x', '--when', '1h');
  assert.equal(code, 2);
  assert.match(err, /no folder "nowhere"/);
});

test('add makes the schedule with what git should know; what is there is left alone', async () => {
  await add(shell.project);
  assert.equal(shell.read('.sf/.gitattributes'), 'schedule.jsonl text eol=lf merge=union\n');
  assert.equal(shell.read('.sf/.gitignore'), 'heartbeat-state.json\n*.tmp\n');
  assert.match(shell.read('.sf/schedule.jsonl'), /^\{"schemaVersion":1,.*\}\n$/);

  const other = below(shell.root, 'other', '.sf');
  writeFileSync(join(other, '.gitignore'), 'mine\n');
  await add(join(shell.root, 'other'));
  assert.equal(readFileSync(join(other, '.gitignore'), 'utf8'), 'mine\n');
});

test('looking makes no file', async () => {
  for (const words of [['list'], ['query'], ['doctor'], ['when', '1h'], ['show', 'x'], ['done', 'x']]) {
    await shell.defer(...words);
  }
  assert.throws(() => shell.read('.sf'), { code: 'ENOENT' });
});

test('global entries are kept in the home folder, and --scope all shows both', async () => {
  const mine = await add(shell.project);
  const everywhere = await add(shell.project, '--scope', 'global');
  assert.deepEqual([everywhere.scope, everywhere.folder], ['global', shell.home]);
  const ids = async (scope: string): Promise<readonly string[]> =>
    (await shell.json<Entry[]>('--scope', scope, 'list')).map(({ id }) => id);
  assert.deepEqual(await ids('project'), [mine.id]);
  assert.deepEqual(await ids('global'), [everywhere.id]);
  assert.deepEqual(new Set(await ids('all')), new Set([mine.id, everywhere.id]));
  const atHome = await shell.from(shell.home, '--json', '--scope', 'all', 'list');
  assert.deepEqual(
    (JSON.parse(atHome.out) as Entry[]).map(({ id }) => id),
    [everywhere.id],
  );
});

test('a project whose schedule is the global one is listed once, as global', async () => {
  const everywhere = await add(shell.project, '--scope', 'global');
  for (const words of [
    ['--dir', shell.home],
    ['--dir', join(shell.project, '..', 'home')],
  ]) {
    for (const scope of ['project', 'all']) {
      const listed = await shell.json<Entry[]>(...words, '--scope', scope, 'list');
      assert.deepEqual(
        listed.map(({ id, scope: kind }) => [id, kind]),
        [[everywhere.id, 'global']],
      );
    }
  }
});

test('a time can be read where no schedule can be', async () => {
  assert.equal((await shell.from(shell.home, 'when', '1h')).code, 0);
});

test('a schedule that cannot be written is one line of refusal', async () => {
  writeFileSync(join(shell.project, '.sf'), 'a file');
  const plain = await shell.defer('add', 'x', '--when', '1h');
  assert.deepEqual([plain.code, plain.out, plain.err.split('\n').length], [1, '', 2]);
  const json = await shell.defer('add', 'x', '--when', '1h', '--json');
  assert.deepEqual([json.code, json.err], [1, '']);
  assert.deepEqual(Object.keys(JSON.parse(json.out) as object), ['error']);
});
