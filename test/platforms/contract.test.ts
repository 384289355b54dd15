import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { instant } from '../../src/core/basics/time.ts';
import { toEntry } from '../../src/core/entry/entry.ts';
import { createApprovals } from '../../src/runner/approval/approvals.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { FileLog } from '../../src/store/log/fileLog.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';
import { openShell, type Shell } from '../cli/shell.ts';
import { connect } from '../cli/mcpClient.ts';
import { HOSTILE } from '../support/hostilePlaces.ts';
import { callsIn, installAgent, KINDS, plantCanaries } from './agents.ts';

// What the command line promises on every system and with every Node. `npm run test:platforms` runs this file there.

let shell: Shell;
let calls: string;
beforeEach(() => {
  shell = openShell();
  calls = join(shell.root, 'calls.jsonl');
  shell.env['PATH'] = [shell.bin, dirname(process.execPath)].join(delimiter);
  Object.assign(shell.env, { DEFER_TEST_CALLS: calls, DEFER_TEST_NODE: process.execPath });
});
afterEach(() => shell.remove());

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly runs: readonly { readonly outcome: string }[];
}

const add = async (agent = 'claude', when = 'now'): Promise<string> =>
  (await shell.json<Entry>('add', 'Resume', '--when', when, '--agent', agent, '--prompt', HOSTILE)).id;

async function says(code: number, ...words: readonly string[]): Promise<string> {
  const spoken = await shell.defer(...words);
  assert.equal(spoken.code, code, `${words.join(' ')}: ${spoken.out}${spoken.err}`);
  return spoken.out + spoken.err;
}

/** Approves an entry for a person. The command line does that only in a terminal. */
async function approve(id: string): Promise<void> {
  const home = join(shell.home, '.sf', 'defer');
  const { project: folder, env } = shell;
  const clock = { now: () => instant(Date.now()) };
  const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
  const approvals = createApprovals({ home, clock, zone: 'UTC', env, folders: () => [folder] });
  const state = (await ledger.look()).get(id);
  assert.ok(state);
  const seen = await approvals.look(ledger, toEntry(state));
  const refused = isRefusal(seen) ? seen : await approvals.allow(ledger, toEntry(state), seen.hash);
  assert.equal(refused, undefined, refused?.why);
}

test('ten commands take an entry from add to archive, with the right output', async () => {
  const id = await add();
  assert.match(await says(0, 'list'), /Resume/);
  assert.equal((await shell.json<Entry>('show', id)).title, 'Resume');
  assert.equal((await shell.json<Entry>('snooze', id, '1h')).status, 'snoozed');
  assert.equal((await shell.json<Entry>('done', id)).status, 'done');
  assert.equal((await shell.json<Entry>('reopen', id)).status, 'snoozed');
  assert.equal((await shell.json<Entry>('cancel', id)).status, 'cancelled');
  assert.match(await says(0, 'log'), /cancel/);
  assert.match(await says(0, 'doctor'), /Every line of the schedule could be read/);
  assert.match(await says(0, 'when', 'tomorrow 9:00'), /\d/);
  await says(0, '--scope', 'global', 'add', 'Mine', '--when', '1h');
  assert.match(await says(0, '--scope', 'global', 'list'), /Mine/);
});

for (const kind of KINDS) {
  test(`an agent of the kind ${kind} gets a hostile prompt byte for byte, attended or not`, async () => {
    installAgent(shell.bin, 'claude', kind);
    const { agents } = await shell.json<{ agents: { name: string; path: string; problem: unknown }[] }>('doctor');
    const found = agents.find(({ name }) => name === 'claude');
    assert.equal(found?.problem, null, 'doctor says the same as run');
    const id = await add();
    assert.match(await says(0, 'run', id), /done by the agent/);
    const later = await add('claude', '1h');
    await approve(later);
    await says(0, 'run', '--due', '--now', new Date(Date.now() + 2 * 3600_000).toISOString());
    const [watched, unwatched, ...more] = callsIn(calls);
    assert.deepEqual(more, []);
    assert.ok(watched && unwatched, 'both were started');
    assert.deepEqual([watched.cwd, unwatched.cwd], [shell.project, shell.project]);
    assert.ok(watched.args.at(-1)?.includes(`Task:\n${HOSTILE}\n`), JSON.stringify(watched.args));
    assert.ok(unwatched.input.includes(`Task:\n${HOSTILE}\n`), JSON.stringify(unwatched));
    for (const one of [id, later]) {
      const { status, runs } = await shell.json<Entry>('show', one);
      assert.deepEqual([status, runs.map(({ outcome }) => outcome)], ['done', ['ok']]);
    }
  });
}

test('nothing that a repository brings along is started by run, add, doctor, archive or mcp', async () => {
  const places = [shell.project, join(shell.project, 'node_modules', '.bin')];
  const canaries = places.flatMap(plantCanaries);
  const ran = (): readonly string[] => canaries.filter(path => existsSync(`${path}.ran`));
  shell.env['PATH'] = [...places.slice(1), '.', shell.env['PATH']].join(delimiter);
  installAgent(shell.bin, 'claude', KINDS.at(-1) ?? '');
  const id = await add();
  await says(0, 'run', id);
  assert.equal(callsIn(calls).length, 1);
  await says(0, 'doctor');
  await says(0, 'list');
  await says(0, 'archive');
  const mcp = await connect(shell);
  await mcp.call('defer_list');
  await mcp.close();
  await says(1, 'show', 'missing');
  assert.deepEqual(ran(), []);
  // Starting one of them proves that they would run if Defer started them.
  const [first = ''] = canaries;
  const [program, words] =
    process.platform === 'win32' ? [process.env['ComSpec'] ?? '', ['/d', '/c', first]] : [first, []];
  execFileSync(program, words, { env: { ...process.env, PATH: dirname(process.execPath) } });
  assert.deepEqual(ran(), [first]);
});

test('a batch file or script that is not a shim gets the prompt on standard input', async () => {
  const isWindows = process.platform === 'win32';
  installAgent(shell.bin, 'recorder', isWindows ? 'npm9-js' : 'script');
  const script = join(shell.bin, 'node_modules', 'codex', 'bin', 'codex.js');
  const name = isWindows ? 'claude.cmd' : 'claude';
  const text = isWindows
    ? `@echo off\r\nset X=1\r\necho by a batch file\r\n"${process.execPath}" "${script}" %1 %2\r\n`
    : `#!/bin/sh\nexec "${join(shell.bin, 'recorder')}" "$@"\n`;
  writeFileSync(join(shell.bin, name), text, { mode: 0o755 });
  const id = await add();
  if (isWindows) {
    assert.match(await says(1, 'run', id), /batch file.+standard input/);
    assert.match(await says(0, 'doctor'), /claude.+\(unattended\).*batch file/);
  }
  const profiles = join(shell.home, '.sf', 'defer', 'profiles.json');
  mkdirSync(dirname(profiles), { recursive: true });
  writeFileSync(profiles, JSON.stringify({ batch: { executable: 'claude', fresh: ['-p', 'a b'], input: 'stdin' } }));
  await says(0, 'run', await add('batch'));
  const [call] = callsIn(calls);
  assert.deepEqual(call?.args, ['-p', 'a b']);
  assert.ok(call.input.includes(`Task:\n${HOSTILE}\n`));
});

test('closed entries are archived, even while another program has the file open', async () => {
  const ids = [await add(), await add(), await add()];
  await says(0, 'done', ids[0] ?? '');
  const schedule = join(shell.project, '.sf', 'schedule.jsonl');
  const holds = `const fs = require('node:fs'); const file = fs.openSync(process.argv[1], 'r+');
    console.log('open'); setTimeout(() => fs.closeSync(file), 1000);`;
  const holder = spawn(process.execPath, ['-e', holds, schedule], {
    env: shell.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise(resolve => holder.once('close', resolve));
  await new Promise(resolve => holder.stdout.once('data', resolve));
  await says(0, 'archive');
  await ended;
  const text = readFileSync(schedule, 'utf8');
  assert.ok(!text.includes('cancelled') && text.includes(ids[1] ?? ''));
  assert.ok(existsSync(join(shell.project, '.sf', 'archive')));
  assert.equal((await shell.json<Entry[]>('list')).length, 2);
  await says(0, 'done', ids[1] ?? '');
  await says(0, 'archive');
  assert.equal((await shell.json<Entry[]>('list')).length, 1);
});

test('an agent reads and writes over MCP', async () => {
  const mcp = await connect(shell);
  try {
    const added = await mcp.call<Entry>('defer_add', { message: 'By MCP', when: '1h' });
    assert.equal(added.isError, false, added.text);
    assert.match((await mcp.call('defer_list')).text, /By MCP/);
  } finally {
    await mcp.close();
  }
  assert.equal((await shell.json<Entry[]>('list'))[0]?.title, 'By MCP');
});

test('eight writers at once lose nothing', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, (_, n) => shell.defer('add', `entry ${n}`, '--when', '1h')));
  assert.deepEqual(new Set(all.map(({ code, err }) => `${code}${err}`)), new Set(['0']));
  const titles = (await shell.json<Entry[]>('list')).map(({ title }) => title).sort();
  assert.deepEqual(
    titles,
    Array.from({ length: 8 }, (_, n) => `entry ${n}`),
  );
});

test('eight runs at once start one agent', async () => {
  installAgent(shell.bin, 'claude', KINDS[0] ?? '');
  const id = await add();
  const all = await Promise.all(Array.from({ length: 8 }, () => shell.defer('run', id)));
  assert.deepEqual(all.map(({ code }) => code).sort(), [0, 1, 1, 1, 1, 1, 1, 1], all.map(({ err }) => err).join(''));
  assert.equal(callsIn(calls).length, 1);
});

test('a schedule with Windows line ends is read, and keeps them', async () => {
  const id = await add();
  const schedule = join(shell.project, '.sf', 'schedule.jsonl');
  const text = readFileSync(schedule, 'utf8').replaceAll('\n', '\r\n');
  writeFileSync(schedule, text);
  assert.equal((await shell.json<Entry>('done', id)).status, 'done');
  assert.ok(readFileSync(schedule, 'utf8').startsWith(text));
  assert.deepEqual((await shell.json<{ problems: unknown[] }>('doctor')).problems, []);
});

test('a folder is one folder in every case and with every kind of slash', async () => {
  const id = await add();
  const { project } = shell;
  const ways =
    process.platform === 'win32'
      ? [project.replace(/^./, drive => drive.toLowerCase()), project.replaceAll('\\', '/'), `${project}\\`]
      : [`${project}/`, `${project}/.`, join(project, '..', 'project')];
  for (const way of ways) {
    const { code, out } = await shell.from(shell.root, '--dir', way, '--json', 'list');
    assert.deepEqual([code, (JSON.parse(out) as Entry[]).map(entry => entry.id)], [0, [id]], way);
  }
  // The claim of a run belongs to the folder, not to one spelling of its path.
  installAgent(shell.bin, 'claude', KINDS[0] ?? '');
  const both = await Promise.all(ways.map(way => shell.from(shell.root, '--dir', way, 'run', id)));
  assert.equal(both.filter(({ code }) => code === 0).length, 1);
  assert.equal(callsIn(calls).length, 1);
});

test('a home that is not an absolute path is refused, and nothing is written into the folder', async () => {
  const isWindows = process.platform === 'win32';
  const name = isWindows ? 'USERPROFILE' : 'HOME';
  for (const home of isWindows ? ['relative'] : ['', 'relative']) {
    shell.env[name] = home;
    assert.match(await says(1, 'add', 'x', '--when', '1h', '--scope', 'global'), new RegExp(name));
  }
  assert.ok(!existsSync(join(shell.project, 'relative')));
  if (isWindows) {
    // Windows drops empty variables, and knows the person's folder by itself.
    shell.env[name] = '';
    await says(0, 'list', '--scope', 'global');
  }
});
