import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { oldestNode, openShell, program, run, type Shell, type Spoken } from './shell.ts';

const isWindows = process.platform === 'win32';

let shell: Shell;
beforeEach(() => {
  shell = openShell(oldestNode);
});
afterEach(() => shell.remove());

for (const zone of ['', ':']) {
  test(`TZ=${zone || "''"} is UTC, as for every program`, async () => {
    shell.env['TZ'] = zone;
    const { code, out, err } = await shell.defer('--now', '2026-11-28T12:00:00Z', 'when', '1h');
    assert.deepEqual([code, out, err], [0, 'Sat 28 Nov, 13:00 UTC (in 1 h)\n', '']);
    assert.equal((await shell.defer('list')).code, 0);
  });
}

// The engine takes a POSIX rule in place of a name for UTC, which is hours away from the local time.
for (const zone of [
  'Europe/Nowhere',
  'CET-1CEST',
  'EST5EDT,M3.2.0,M11.1.0',
  '+05:30',
  '<+0530>-5:30',
  'Factory',
  ' ',
]) {
  test(`TZ=${zone} names no zone and is refused only where times are shown`, async () => {
    shell.env['TZ'] = zone;
    const { code, out, err } = await shell.defer('when', '1h');
    assert.deepEqual([code, out], [2, '']);
    assert.ok(err.startsWith(`defer: TZ: there is no time zone "${zone}". Use an IANA name`), err);
    assert.equal((await shell.defer('--tz', 'UTC', 'when', '1h')).code, 0);
  });
}

test('a TZ that names the file of a zone means that zone', async () => {
  const files = join(shell.root, 'zoneinfo', 'Europe');
  mkdirSync(files, { recursive: true });
  writeFileSync(join(files, 'Paris'), '');
  symlinkSync(join(files, 'Paris'), join(shell.root, 'localtime'));
  for (const zone of [join(files, 'Paris'), `:${join(files, 'Paris')}`, `:${join(shell.root, 'localtime')}`]) {
    shell.env['TZ'] = zone;
    const { out, err } = await shell.defer('--now', '2026-07-28T12:00:00Z', 'when', '1h');
    assert.equal(out, 'Tue 28 Jul, 15:00 CEST (in 1 h)\n', err);
  }
  shell.env['TZ'] = join(shell.root, 'bin');
  assert.match((await shell.defer('when', '1h')).err, /there is no time zone/);
});

for (const home of ['', 'home', './home', '~']) {
  test(`HOME=${home || "''"} is refused, and nothing is taken for the person’s own`, async () => {
    mkdirSync(join(shell.project, '.sf'));
    writeFileSync(join(shell.project, '.sf', 'schedule.jsonl'), '{"id":"x","due_at":"2026-01-01T00:00:00Z"}\n');
    shell.env['HOME'] = home;
    for (const words of [
      ['list'],
      ['--scope', 'global', 'list'],
      ['add', 'x', '--when', '1h'],
      ['run', 'x'],
      ['mcp'],
      ['exec', '0'.repeat(32)],
    ]) {
      const { code, out, err } = await shell.defer(...words);
      assert.deepEqual([code, out], [1, ''], words.join(' '));
      assert.match(err, /HOME is (?:empty|not an absolute path), so .*Set it to your home folder/, words.join(' '));
    }
    assert.deepEqual(readdirSync(shell.project), ['.sf']);
    assert.deepEqual(readdirSync(join(shell.project, '.sf')), ['schedule.jsonl']);
  });
}

test('a home that cannot be written to is named with its path', async () => {
  placeFakeAgent(shell.bin, 'claude');
  const words = ['--when', 'now', '--agent', 'claude', '--prompt', 'Go on'];
  const [closed, open] = [
    await shell.json<{ id: string }>('add', 'x', ...words),
    await shell.json<{ id: string }>('add', 'y', ...words),
  ];
  await shell.defer('done', closed.id);
  // A folder that may not be written to is no hindrance for the root of a container that runs the tests; this is.
  rmSync(join(shell.home, '.sf'), { recursive: true, force: true });
  writeFileSync(join(shell.home, '.sf'), '');
  for (const call of [['run', open.id], ['archive'], ['--scope', 'global', 'add', 'x', '--when', '1h']]) {
    const { code, err } = await shell.defer(...call);
    assert.equal(code, 1, call.join(' '));
    assert.ok(err.includes(join(shell.home, '.sf')), `${call.join(' ')}: ${err}`);
    assert.match(err, /Could not .*: (?:a file|something else) is/);
  }
});

test('log and undo name a home that cannot be written, and do not say that nothing was done', async () => {
  mkdirSync(join(shell.home, '.sf'));
  writeFileSync(join(shell.home, '.sf', 'defer'), '');
  const { id } = await shell.json<{ id: string }>('add', 'x', '--when', '1h');
  assert.equal((await shell.defer('snooze', id, '2h')).code, 0, 'what was done is done');
  for (const [verb, why] of [
    ['log', /^defer: Could not read .*: a file is where/],
    ['undo', /nothing to undo here\. Nothing can be recorded in .*: Could not make its folder: a file is where/],
    ['doctor', /^defer: Could not .*: a file is where/],
  ] as const) {
    const { out, err } = await shell.defer(verb);
    assert.match(out + err, why);
    assert.ok((out + err).includes(join(shell.home, '.sf', 'defer')), out + err);
  }
});

for (const mask of ['000', '002', '077']) {
  test(
    `with umask ${mask} only its owner may change what is in the home`,
    { skip: isWindows && 'no modes' },
    async () => {
      placeFakeAgent(shell.bin, 'claude');
      const call = (...words: readonly string[]): Promise<Spoken> =>
        run(
          '/bin/sh',
          ['-c', `umask ${mask} && exec "$0" "$@"`, shell.node, program, ...words],
          shell.project,
          shell.env,
        );
      const agent = ['--when', 'now', '--agent', 'claude', '--prompt', 'Go on'];
      const { out } = await call('--scope', 'global', '--json', 'add', 'x', ...agent);
      const { id } = JSON.parse(out) as { id: string };
      assert.equal((await call('--scope', 'global', 'run', id)).code, 0);
      const inside = readdirSync(shell.home, { recursive: true, encoding: 'utf8' }).filter(name =>
        name.startsWith('.sf'),
      );
      assert.ok(inside.includes(join('.sf', 'schedule.jsonl')), inside.join(' '));
      // Another user cannot reach files in a private folder.
      assert.equal(statSync(join(shell.home, '.sf')).mode & 0o777, 0o700);
      for (const name of inside.filter(each => each.startsWith(join('.sf', 'defer')))) {
        assert.equal(statSync(join(shell.home, name)).mode & 0o077, 0, name);
      }
    },
  );
}

const SHARED_MEMORY = '/dev/shm';
const isApart = existsSync(SHARED_MEMORY) && statSync(SHARED_MEMORY).dev !== statSync(tmpdir()).dev;

test(
  'a home on another file system keeps claims, results and archives all the same',
  {
    skip: !isApart && 'there is no second file system here',
  },
  async t => {
    const home = mkdtempSync(join(SHARED_MEMORY, 'defer-home-'));
    t.after(() => rmSync(home, { recursive: true }));
    Object.assign(shell.env, { HOME: home, PATH: `${shell.bin}:/usr/bin:/bin` });
    for (const name of ['AUTHOR', 'COMMITTER']) {
      Object.assign(shell.env, { [`GIT_${name}_NAME`]: 'Test', [`GIT_${name}_EMAIL`]: 'test@example.invalid' });
    }
    const git = (...args: readonly string[]): Promise<Spoken> => run('/usr/bin/git', args, shell.project, shell.env);
    await git('init', '--quiet');
    await git('commit', '--quiet', '--allow-empty', '--message=first');
    const well = async (...words: readonly string[]): Promise<string> => {
      const { code, out, err } = await shell.defer(...words);
      assert.equal(code, 0, `${words.join(' ')}: ${out}${err}`);
      return out;
    };
    placeFakeAgent(shell.bin, 'claude', { leaves: { path: 'made.txt', text: 'made\n' } });
    for (const end of [['keep'], ['discard', '--yes']] as const) {
      const agent = ['--when', 'now', '--agent', 'claude', '--prompt', 'Go on', '--in', 'worktree'];
      const { id } = await shell.json<{ id: string }>('add', end[0], ...agent);
      await well('run', id);
      const [result] = await shell.json<readonly { run: string }[]>('results');
      const [verb, ...more] = end;
      await well(verb, result?.run ?? '', ...more);
      await git('rm', '--quiet', 'made.txt');
      await git('commit', '--quiet', '--message=again');
    }
    assert.match(await well('archive'), /Archived 2 entries/);
    await well('add', 'x', '--when', '1h');
    assert.match(await well('undo'), /Undone/);
  },
);

/** A user id without a user, such as some containers give to the programs that they start. */
const NOBODY = 54321;

/** Whether another user may start this program. Only root can try that. */
const mayTry = process.getuid?.() === 0 && spawnSync(process.execPath, [program, '--version'], asNobody()).status === 0;
const skip = !mayTry && 'only root starts programs as somebody else, where that one may read them';

function asNobody(): { readonly uid: number; readonly gid: number; readonly env: NodeJS.ProcessEnv } {
  return { uid: NOBODY, gid: NOBODY, env: { PATH: '/usr/bin:/bin', TZ: 'UTC' } };
}

test('a user without a home in the system is told to set HOME', { skip }, () => {
  chownSync(shell.project, NOBODY, NOBODY);
  for (const words of [['list'], ['add', 'x', '--when', '1h'], ['mcp']]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
      ...asNobody(),
      cwd: shell.project,
      encoding: 'utf8',
    });
    assert.deepEqual([status, stdout], [1, ''], words.join(' '));
    assert.match(stderr, /^defer: HOME is empty, so .*Set it to your home folder\.\n$/);
  }
  assert.deepEqual(readdirSync(shell.project), []);
});

test(
  'with a home that is missing and cannot be made, acts succeed and say what could not be recorded',
  { skip },
  () => {
    chmodSync(shell.root, 0o755);
    chownSync(shell.project, NOBODY, NOBODY);
    // Directly under the root folder, where only root may make a folder.
    const home = '/no-such-home-of-defer/somebody';
    const call = (...words: readonly string[]) =>
      spawnSync(process.execPath, [program, ...words], {
        ...{ uid: NOBODY, gid: NOBODY, cwd: shell.project, encoding: 'utf8' },
        env: { ...asNobody().env, HOME: home },
      } as const);
    assert.equal(call('add', 'x', '--when', '1h').status, 0);
    for (const [verb, why] of [
      ['log', /Nothing is written there: Could not make its folder: permission was denied/],
      ['undo', /Nothing can be recorded in .*: Could not make its folder: permission was denied/],
      ['doctor', /Nothing is written there: Could not make its folder: permission was denied/],
    ] as const) {
      const { stdout, stderr } = call(verb);
      assert.match(stdout + stderr, why, verb);
      assert.ok((stdout + stderr).includes(home), verb);
    }
    const run = call('--scope', 'global', 'add', 'x', '--when', '1h');
    assert.equal(run.status, 1);
    assert.ok(run.stderr.includes(join(home, '.sf')), run.stderr);
  },
);
