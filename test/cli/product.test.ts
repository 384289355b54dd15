import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { oldestNode, openShell, program, run } from './shell.ts';

const node = oldestNode;
const shell = openShell(node);
after(() => shell.remove());

const ESCAPE = '\u001B[';

/** Runs a command in a terminal, as `script` of util-linux makes one. */
const inTerminal = async (columns: number, ...words: readonly string[]): Promise<string> => {
  const line = `stty cols ${columns}; '${node}' '${program}' ${words.join(' ')}`;
  const env = { ...shell.env, PATH: process.env['PATH'] ?? '', TERM: 'xterm' };
  const { out } = await run('/usr/bin/script', ['-qec', line, '/dev/null'], shell.project, env);
  return out.replaceAll('\r', '');
};
const noTerminal = existsSync('/usr/bin/script') ? false : 'no script(1) here';

test('help shows how a verb is used, with examples, and what the exit codes mean', async () => {
  const { out } = await shell.defer('help', 'snooze');
  assert.match(out, /Usage: defer snooze \[options\] <id> <when>/);
  assert.match(out, /\nExamples:\n {2}defer snooze 01KAB 1h\n/);
  const all = (await shell.defer('--help')).out;
  for (const part of [
    /Exit codes:\n {2}0 /,
    /\n {2}75 /,
    /NO_COLOR/,
    /--scope all both/,
    /completion \[options\] <shell>/,
  ]) {
    assert.match(all, part);
  }
  assert.doesNotMatch(all, /\n {2}(exec|complete) /);
  // One of these two is kept from the build on, the other is made now.
  assert.equal((await shell.defer('--scope', 'project', '--help')).out, all);
  assert.equal((await shell.defer('-h')).out, all);
});

test('a slip of the pen is met with what was meant', async () => {
  assert.match((await shell.defer('lst')).err, /unknown command 'lst'\n\(Did you mean list\?\)/);
  assert.match((await shell.defer('help', 'lst')).err, /unknown command 'lst'\n\(Did you mean list\?\)/);
  assert.match((await shell.defer('schedule', 'x')).err, /unknown command 'schedule'\n\(Did you mean add\?\)\n"defer/);
  assert.match((await shell.defer('delete', 'x')).err, /unknown command 'delete'\n\(Did you mean cancel\?\)\n"defer/);
  const unquoted = await shell.defer('add', 'Check', 'the', 'deploy', '--when', '30m');
  assert.match(
    unquoted.err,
    /Expected 1 argument but got 3\.\nWords .* need quotes: defer add "Check the deploy" --when/,
  );
  assert.doesNotMatch((await shell.defer('list', 'x')).err, /quotes/);
  assert.match((await shell.defer('list', '--du')).err, /unknown option '--du'\n\(Did you mean --due\?\)/);
  assert.match(
    (await shell.defer('completion', 'csh')).err,
    /^defer: value 'csh' .* Allowed choices are bash, zsh, fish/,
  );
  assert.match(
    (await shell.defer('stop')).err,
    /missing required argument 'id'\n"defer help stop" shows how it is used\./,
  );
});

test('with --json help and the version are JSON too', async () => {
  const { text } = await shell.json<{ text: string }>('--version');
  assert.match(text, /^\d+\.\d+\.\d+$/);
  assert.match((await shell.json<{ text: string }>('help', 'add')).text, /^Usage: defer add/);
  assert.match((await shell.json<{ text: string }>('completion', 'fish')).text, /complete -c defer/);
  const { out } = await shell.defer('completion', 'fish', '--json');
  assert.match((JSON.parse(out) as { text: string }).text, /complete -c defer/);
});

test('pipes get no colours, and colours where they are wanted', async () => {
  await shell.json('--now', '2026-11-23T10:00:00Z', 'add', 'Resume the review', '--when', '30m');
  const late = ['--now', '2026-11-23T12:00:00Z', 'list'];
  assert.ok(!(await shell.defer(...late)).out.includes(ESCAPE));
  shell.env['FORCE_COLOR'] = '1';
  const { out } = await shell.defer(...late);
  const isOldest = /^v20\.([0-9]|1[01])\./.test((await run(node, ['--version'], shell.project, shell.env)).out);
  assert.equal(out.includes(`${ESCAPE}31m`), !isOldest, JSON.stringify(out));
  assert.ok(!(await shell.defer('--json', ...late)).out.includes(ESCAPE));
  delete shell.env['FORCE_COLOR'];
});

test('a terminal gets colours and lines that fit it', { skip: noTerminal }, async () => {
  const wide = await inTerminal(100, '--now', '2026-11-23T12:00:00Z', 'list');
  assert.match(wide, /Resume the review/);
  assert.ok(wide.includes(ESCAPE));
  const narrow = await inTerminal(44, '--now', '2026-11-23T12:00:00Z', 'list');
  const plain = stripVTControlCharacters(narrow);
  assert.match(plain, /Resume the.*…/);
  assert.ok(
    plain.split('\n').every(line => line.length <= 44),
    plain,
  );
});

test(
  'defer alone shows a person what is due and the verbs that matter, and tells a script what is wrong',
  {
    skip: noTerminal,
  },
  async () => {
    const { code, err } = await shell.defer();
    assert.equal(code, 2);
    assert.match(err, /^defer: Say what to do: add, /);
    const seen = stripVTControlCharacters(await inTerminal(120, '--now', '2026-11-23T12:00:00Z'));
    assert.match(seen, /^Overdue\n.*Resume the review/);
    for (const verb of ['add', 'list', 'snooze', 'done', 'run']) {
      assert.match(seen, new RegExp(`\\n {2}defer ${verb} `));
    }
  },
);

test('an entry of the global schedule is dealt with from a project, by its id', async () => {
  const { id } = await shell.json<{ id: string }>('add', 'Everywhere', '--when', '1h', '--scope', 'global');
  assert.ok(!(await shell.defer('list')).out.includes('Everywhere'));
  assert.match((await shell.defer('list', '--scope', 'all')).out, /Everywhere .* · global\n/);
  assert.equal((await shell.json<{ scope: string }>('snooze', id, '2h')).scope, 'global');
  assert.equal((await shell.from(shell.home, 'done', id)).code, 0);
});

test('all of a long answer reaches a reader that is slow, and none is missed by one that leaves', async () => {
  const line = `i=0; while [ $i -lt 400 ]; do echo "{\\"id\\":\\"e$i\\",\\"title\\":\\"${'x'.repeat(300)}\\",\\"due_at\\":\\"2026-11-25T09:00:00Z\\"}"; i=$((i+1)); done > .sf/schedule.jsonl`;
  const env = { ...shell.env, PATH: process.env['PATH'] ?? '' };
  await run('/bin/sh', ['-c', line], shell.project, env);
  const slow = await run(
    '/bin/sh',
    ['-c', `'${node}' '${program}' --json list | (sleep 0.3; cat)`],
    shell.project,
    env,
  );
  assert.equal((JSON.parse(slow.out) as unknown[]).length, 400);
  const gone = await run('/bin/sh', ['-c', `'${node}' '${program}' --json list | head -c 10`], shell.project, env);
  assert.deepEqual([gone.out.length, gone.err], [10, '']);
});

// The oldest Node that it runs on, and this one.
for (const engine of new Set([node, process.execPath])) {
  test(`what ${engine === node ? 'the engine' : 'a newer engine'} makes of the program is kept, and does no harm where it is broken`, () =>
    keepsCompiled(engine));
}

async function keepsCompiled(engine: string): Promise<void> {
  delete shell.env['XDG_CACHE_HOME'];
  const cache = join(shell.home, '.cache', 'defer');
  const list = (): ReturnType<typeof run> => run(engine, [program, 'list'], shell.project, shell.env);
  const said = await list();
  assert.equal(said.code, 0);
  assert.equal(statSync(cache).mode & 0o077, 0, 'nobody else writes there');
  const files = readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .map(name => join(cache, name))
    .filter(path => statSync(path).isFile());
  assert.ok(files.length > 0);
  const made = files.map(path => statSync(path).ino);
  assert.deepEqual(await list(), said);
  assert.deepEqual(
    files.map(path => statSync(path).ino),
    made,
    'it is used, and not made again',
  );
  const good = files.map(path => readFileSync(path));
  // An engine takes the middle of it for true: some of these would end it at once.
  const damages: readonly ((bytes: Buffer) => Buffer)[] = [
    () => Buffer.alloc(0),
    bytes => Buffer.alloc(bytes.length),
    bytes => bytes.subarray(0, bytes.length / 3),
    bytes => Buffer.from(bytes).fill(0, bytes.length / 4, bytes.length / 2),
    bytes => Buffer.from(bytes).fill(0, (bytes.length * 3) / 4),
  ];
  for (const damage of damages) {
    files.forEach((path, index) => writeFileSync(path, damage(good[index] ?? Buffer.alloc(0))));
    assert.deepEqual(await list(), said);
    assert.ok(
      files.every((path, index) => statSync(path).size > (good[index]?.length ?? 0) / 2),
      'and is made again',
    );
  }
  rmSync(cache, { recursive: true });
  writeFileSync(cache, 'in the way');
  assert.deepEqual(await list(), said);
  rmSync(cache);
}

test('nothing is kept in the project, nor where others write', async () => {
  const before = readdirSync(shell.project);
  for (const [HOME, XDG_CACHE_HOME] of [
    ['', 'relative'],
    ['', ''],
    [shell.home, 'relative'],
  ] as const) {
    await run(node, [program, 'list'], shell.project, { ...shell.env, HOME, XDG_CACHE_HOME });
    assert.deepEqual(readdirSync(shell.project), before);
  }
  const open = join(shell.root, 'open');
  mkdirSync(join(open, 'defer'), { recursive: true });
  chmodSync(join(open, 'defer'), 0o777);
  await run(node, [program, 'list'], shell.project, { ...shell.env, XDG_CACHE_HOME: open });
  assert.deepEqual(readdirSync(join(open, 'defer')), []);
  // A checkout is the person's own folder, and what lies in it is not.
  const [linked, checkout] = [join(shell.root, 'linked'), join(shell.root, 'checkout')];
  mkdirSync(linked);
  mkdirSync(checkout, { mode: 0o755 });
  symlinkSync(checkout, join(linked, 'defer'));
  await run(node, [program, 'list'], shell.project, { ...shell.env, XDG_CACHE_HOME: linked });
  assert.deepEqual(readdirSync(checkout), []);
});

test('a reader that has seen enough of the version is no fault', async () => {
  const line = `'${node}' '${program}' --version | (exec 0<&-; sleep 0.3); echo "\${PIPESTATUS[0]}"`;
  const { out, err } = await run('/bin/bash', ['-c', line], shell.project, {
    ...shell.env,
    PATH: process.env['PATH'] ?? '',
  });
  assert.deepEqual([out, err], ['0\n', '']);
});
