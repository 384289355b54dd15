import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { createResultDesk } from '../../src/runner/results/localResults.ts';
import type { ResultRecord } from '../../src/runner/results/resultRecord.ts';
import { testHome } from './home.ts';
import { git, introduce, put, stateOf } from './results.ts';
import { isWindows } from './systems.ts';
import { makeRepositoryPlace, type RepositoryPlace } from './worktreeRuns.ts';

/** Numbers that a seed gives again. */
export function chances(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    maybe: (share: number): boolean => next() < share,
    shuffled<Item>(items: readonly Item[]): readonly Item[] {
      const placed = items.map(item => ({ item, place: next() }));
      return placed.sort((a, b) => a.place - b.place).map(({ item }) => item);
    },
    one<Item>(...items: readonly [Item, ...Item[]]): Item {
      return items[Math.floor(next() * items.length)] ?? items[0];
    },
  };
}
type Chances = ReturnType<typeof chances>;

const ODD = process.platform === 'linux' ? String.fromCharCode(0xff) : 'odd';

/** What an agent may do, in the words of a shell; each is tried whatever became of the one before. */
const AGENT = [
  'echo two > a.txt',
  'echo new > "two words.txt"',
  `printf x > "$(printf 'line\\nbreak.txt')"`,
  ...(process.platform === 'linux' ? [`printf x > "$(printf 'odd\\377.txt')"`] : []),
  'mkdir -p deep/er && echo deep > deep/er/file.txt',
  'rm -f b.txt',
  'git mv b.txt moved.txt',
  'ln -s /nowhere link',
  'rm -rf folder && ln -s /tmp folder',
  'rm -rf folder && echo file > folder',
  'chmod +x a.txt',
  'echo ignored > ignored',
  'head -c 70000 /dev/urandom > large.dat',
  'git add --all && git commit -qm "By the agent"',
  'git add --all && git commit -qm "By the agent" && git commit -q --amend -m "Better"',
  'git add --all && git commit -qm "Taken back" && git reset -q --hard HEAD^',
  'git checkout -qb agents-own && echo own > own.txt && git add own.txt && git commit -qm "On its own"',
  'git stash -q',
  'echo x > x.bin',
] as const;

/** What few agents do. */
const ROUGH = [
  'git add --all && git commit -qm "Left behind" && git checkout -q --detach HEAD^',
  'git init -q nested && echo x > nested/x.txt && git -C nested add x.txt && git -C nested commit -qm Nested',
  'b=$(git symbolic-ref --short HEAD) && git checkout -q --detach && git branch -qD "$b"',
  'git commit -q --allow-empty -m Empty && rm -rf "$PWD"',
  'git checkout -q --orphan fresh-start',
] as const;

/** What the repository brings along; gives a file that is written when anything of it is started. */
function setTraps(place: RepositoryPlace, chance: Chances): string {
  const mark = join(place.root, 'mark');
  const trap = join(place.root, 'trap.sh');
  writeFileSync(trap, `#!/bin/sh\necho "$0 $@" >> "${mark}"\ncat\n`);
  chmodSync(trap, 0o755);
  if (chance.maybe(0.6)) {
    for (const hook of [
      'pre-commit',
      'post-commit',
      'post-merge',
      'post-checkout',
      'reference-transaction',
      'post-index-change',
    ]) {
      put(place.folder, { [`.git/hooks/${hook}`]: `#!/bin/sh\necho ${hook} >> "${mark}"\n` });
      chmodSync(join(place.folder, '.git', 'hooks', hook), 0o755);
    }
  }
  const config = (key: string, value: string): string => git(place.folder, 'config', key, value);
  if (chance.maybe(0.4)) {
    config('filter.trap.clean', trap);
    config('filter.trap.smudge', trap);
    put(place.folder, { '.git/info/attributes': '*.bin filter=trap\n' });
  }
  if (chance.maybe(0.4)) {
    config('merge.trap.driver', `${trap} %A`);
    config('merge.default', 'trap');
  }
  if (chance.maybe(0.3)) {
    config('core.fsmonitor', trap);
    config('commit.gpgSign', 'true');
    config('gpg.program', trap);
    config('merge.verifySignatures', 'true');
  }
  return mark;
}

/** Work in progress of the person. */
function makeDirty(folder: string, chance: Chances): void {
  if (chance.maybe(0.5)) {
    put(folder, {
      'c.txt': 'dirty\n',
      'untracked.txt': 'untracked\n',
      [`odd${ODD === 'odd' ? '' : ' name'}.txt`]: 'odd\n',
    });
  }
  if (chance.maybe(0.4)) {
    put(folder, { 'staged.txt': 'staged\n' });
    git(folder, 'add', 'staged.txt');
    put(folder, { 'staged.txt': 'staged, then changed\n' });
  }
  if (chance.maybe(0.2)) {
    rmSync(join(folder, 'd.txt'), { force: true });
  }
  if (chance.maybe(0.3)) {
    put(folder, { ignored: 'by the person\n', 'node_modules/x.js': 'x\n' });
  }
  if (chance.maybe(0.2)) {
    put(folder, { 'own repository/x.txt': 'x\n' });
    git(join(folder, 'own repository'), 'init', '--quiet');
  }
  if (chance.maybe(0.3)) {
    put(folder, { 'a.txt': 'changed by the person\n' });
  }
}

const STATES = [
  ...(['as it was', 'as it was', 'as it was', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead'] as const),
  ...(['detached', 'unborn', 'sparse', 'merging'] as const),
] as const;

/** What a person does with the checkout while the run goes on, or before they decide. */
function goOn(folder: string, chance: Chances): string {
  const state = chance.one(...STATES);
  switch (state) {
    case 'ahead':
      put(folder, { 'main.txt': 'main\n', ...(chance.maybe(0.3) && { 'a.txt': 'main\n' }) });
      git(folder, 'add', 'main.txt');
      git(folder, 'commit', '--quiet', '--message=Main', '--', 'main.txt', 'a.txt');
      break;
    case 'detached':
      git(folder, 'checkout', '--quiet', '--detach');
      break;
    case 'unborn':
      git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/unborn');
      break;
    case 'sparse':
      git(folder, 'config', 'core.sparseCheckout', 'true');
      break;
    case 'merging':
      put(folder, { '.git/MERGE_HEAD': `${git(folder, 'rev-parse', 'HEAD')}\n` });
      break;
    default:
  }
  return state;
}

const lines = (text: string): readonly string[] => text.split('\n').filter(Boolean);

/** Git that fails without a word. */
const tried = (folder: string, ...args: readonly string[]): string => {
  try {
    return git(folder, ...args);
  } catch {
    return '';
  }
};

/** Every commit that a ref, or a worktree that is there, leads to. */
function commitsOf(folder: string, { worktree, branch }: ResultRecord, withReflogs: boolean): ReadonlySet<string> {
  const log = existsSync(join(worktree, '.git')) ? tried(worktree, 'rev-parse', '--git-path', 'logs/HEAD') : '';
  const logged = log === '' ? '' : readFileSync(resolve(worktree, log), 'utf8');
  const inside = Array.from(logged.matchAll(/^[0-9a-f]+ ([0-9a-f]+) /gm), ([, commit = '']) => commit).filter(
    commit => !/^0+$/.test(commit),
  );
  const walked = withReflogs ? tried(folder, 'rev-list', '--walk-reflogs', `refs/heads/${branch}`, '--') : '';
  return new Set([...lines(tried(folder, 'rev-list', '--all')), ...inside, ...lines(walked)]);
}

/** The objects of all files of a worktree that git does not ignore. */
function blobsOf(worktree: string): readonly string[] {
  if (!existsSync(join(worktree, '.git'))) {
    return [];
  }
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: worktree,
    env: { PATH: process.env['PATH'], HOME: testHome },
    encoding: 'latin1',
  });
  return [...new Set(listed.split('\0'))].filter(Boolean).flatMap(path => {
    const whole = Buffer.concat([Buffer.from(`${worktree}/`), Buffer.from(path, 'latin1')]);
    const [found, above] = [whole, whole.subarray(0, whole.lastIndexOf('/'))].map(one => {
      try {
        return lstatSync(one);
      } catch {
        // A folder on the way is a file now.
        return undefined;
      }
    });
    // What lies behind a link is not in the worktree.
    const isInside = above?.isDirectory() === true;
    const bytes = found?.isSymbolicLink() ? Buffer.from(readlinkSync(whole)) : found?.isFile() && readFileSync(whole);
    return isInside && bytes ? [createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')] : [];
  });
}

/** What came of one case. */
export interface Outcome {
  readonly what: string;
  readonly commits: number;
  readonly files: number;
}

/** Names of folders that Windows does not allow. */
const UNIX_NAMES = isWindows ? [] : ['line\nbreak', 'quote"$x'];

/**
 * Makes a repository, lets an agent work in a worktree of it, and decides about what it left; all by chance. Fails
 * where the checkout changed by anything but a Keep, where a Keep changed more than the work, where a commit or a file
 * was lost, or where anything of the repository was started.
 */
export async function tryOne(seed: number): Promise<Outcome> {
  const chance = chances(seed);
  introduce();
  const place = makeRepositoryPlace(chance.one('work', 'work', 'two words', ...UNIX_NAMES, 'ümlaut'));
  const { folder } = place;
  try {
    put(folder, { 'b.txt': 'b\n', 'c.txt': 'c\n', 'd.txt': 'd\n', 'folder/x.txt': 'x\n', 'two words/y.txt': 'y\n' });
    if (chance.maybe(0.3)) {
      put(folder, { [`in${ODD === 'odd' ? '' : '\n'}line.txt`]: 'z\n' });
    }
    git(folder, 'add', '--all', '--', ':!.sf');
    if (chance.maybe(0.2)) {
      put(place.root, { 'inner/x.txt': 'x\n' });
      git(join(place.root, 'inner'), 'init', '--quiet');
      git(join(place.root, 'inner'), 'add', '--all');
      git(join(place.root, 'inner'), 'commit', '--quiet', '--message=Inner');
      git(folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', join(place.root, 'inner'), 'sub');
    }
    git(folder, 'commit', '--quiet', '--message=Files');
    put(folder, { '.git/info/exclude': '.sf\n' });
    makeDirty(folder, chance);
    const words = chance.shuffled([
      ...AGENT.filter(() => chance.maybe(0.22)),
      ...ROUGH.filter(() => chance.maybe(0.06)),
    ]);
    place.script(words.map(word => `( ${word} ) >/dev/null 2>&1`).join('\n'));
    const payload = { message: 'Nightly audit', prompt: 'Look.', agent: 'claude', mode: 'fresh', in: 'worktree' };
    const before = stateOf(folder);
    const id = await place.add({ payload });
    const { err } = await place.runEntry(id);
    assert.equal(stateOf(folder), before, `the run changed the checkout: ${err}`);
    const [record] = await place.records();
    assert.ok(record, err);
    return await decide(place, record, chance);
  } finally {
    place.remove();
  }
}

async function decide(place: RepositoryPlace, record: ResultRecord, chance: Chances): Promise<Outcome> {
  const { folder } = place;
  if (record.state === 'nothing') {
    assert.ok(!existsSync(record.worktree));
    return { what: 'nothing changed', commits: 0, files: 0 };
  }
  const state = goOn(folder, chance);
  const commits = commitsOf(folder, record, true);
  const files = blobsOf(record.worktree);
  const [before, head] = [stateOf(folder), tried(folder, 'rev-parse', '--verify', '--quiet', 'HEAD')];
  const status = lines(git(folder, 'status', '--porcelain', '--ignore-submodules=all'));
  const mark = setTraps(place, chance);
  rmSync(mark, { force: true });
  const desk = createResultDesk(place.home, place.clock);
  const act = chance.one('keep', 'keep', 'branch', 'discard');
  const answer =
    act === 'discard'
      ? await desk.discard(record.token)
      : await desk.keep(record.token, act === 'branch' ? { asBranch: 'later' } : {});
  const what = isRefusal(answer) ? `${act} refused (${state}): ${answer.why}` : act;
  assert.equal(existsSync(mark) ? readFileSync(mark, 'utf8') : '', '', `started by ${what}`);
  untrap(folder);
  if (isRefusal(answer) || act !== 'keep') {
    assert.equal(stateOf(folder), before, `the checkout changed: ${what}`);
  } else {
    const after = lines(git(folder, 'status', '--porcelain', '--ignore-submodules=all'));
    const written = new Set(lines(git(folder, 'diff', '--name-only', '--no-renames', head, 'HEAD')));
    const isOthers = (line: string): boolean => !written.has(line.slice(3));
    assert.deepEqual(after.filter(isOthers), status.filter(isOthers), what);
    assert.deepEqual(
      status.filter(line => !isOthers(line)),
      [],
      `a file in the way was written: ${what}`,
    );
    git(folder, 'merge-base', '--is-ancestor', head, 'HEAD');
  }
  // Where nothing was decided, the branch still has its reflog.
  const left = commitsOf(folder, record, isRefusal(answer));
  assert.deepEqual(
    [...commits].filter(commit => !left.has(commit)),
    [],
    `commits lost: ${what}`,
  );
  if (!existsSync(record.worktree)) {
    const objects = new Set(lines(git(folder, 'rev-list', '--objects', '--no-object-names', '--all')));
    assert.deepEqual(
      files.filter(file => !objects.has(file)),
      [],
      `files lost: ${what}`,
    );
  }
  if (!isRefusal(answer)) {
    assert.ok(!existsSync(record.worktree), what);
    assert.deepEqual(await desk.problems(), [], what);
  }
  const reason = isRefusal(answer) ? reasonOf(answer.why, state) : '';
  return { what: isRefusal(answer) ? `${act} refused, ${reason}` : act, commits: commits.size, files: files.length };
}

/** Takes the traps away, so that the test itself springs none. */
function untrap(folder: string): void {
  rmSync(join(folder, '.git', 'hooks'), { recursive: true, force: true });
  mkdirSync(join(folder, '.git', 'hooks'));
  for (const section of ['filter.trap', 'merge', 'merge.trap', 'gpg', 'commit']) {
    tried(folder, 'config', '--remove-section', section);
  }
  tried(folder, 'config', '--unset', 'core.fsmonitor');
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/in the way/, 'a file in the way'],
  [/does not merge by itself/, 'a conflict'],
  [/filter of the repository/, 'a filter'],
  [/submodules/, 'a submodule'],
  [/what git cannot take/, 'another repository inside'],
  [/left its branch/, 'the agent left its branch'],
  [/is gone|are gone|No commit is checked out/, 'the branch is gone'],
  [/checked out at/, 'checked out elsewhere'],
];

const reasonOf = (why: string, state: string): string =>
  REASONS.find(([pattern]) => pattern.test(why))?.[1] ??
  (/detached|no commit yet|sparse|not finished/.test(why) ? state : why);
