import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'plist';
import { node, openShell, program, run } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

test('the line for cron calls this very command line for this folder', async () => {
  const { code, out, err } = await shell.defer('handoff', 'cron', '--minutes', '5');
  assert.deepEqual([code, err], [0, '']);
  const line = out.trimEnd().split('\n').at(-1) ?? '';
  assert.match(line, /^\*\/5 \* \* \* \* PATH=/);
  const called = await run('/bin/sh', ['-c', line.replace(/^(\S+ ){5}/, '')], '/', { HOME: shell.root });
  assert.deepEqual([called.code, called.out], [0, 'Nothing is due for an agent.\n'], called.err);
  for (const path of [realpathSync(node), realpathSync(program), realpathSync(shell.project)]) {
    assert.ok(line.includes(path), path);
  }
});

test('no program of the folder is called by name', async () => {
  const planted = join(shell.project, 'bin');
  mkdirSync(planted, { recursive: true });
  const { PATH = '' } = shell.env;
  shell.env['PATH'] = `${planted}:.:${PATH}:${join(shell.root, 'missing')}`;
  const { out } = await shell.defer('handoff', 'cron');
  shell.env['PATH'] = PATH;
  assert.match(out, new RegExp(`PATH=${PATH} `));
});

test('the launch agent calls this command line for this folder', async () => {
  const { out, err } = await shell.defer('handoff', 'launchd', '--minutes', '30');
  const { ProgramArguments: words, EnvironmentVariables: env } = parse(out) as unknown as {
    readonly ProgramArguments: readonly [string, ...string[]];
    readonly EnvironmentVariables: Record<string, string>;
  };
  const [program, ...more] = words;
  const called = await run(program, more, '/', env);
  assert.deepEqual([err, called.code, called.out], ['', 0, 'Nothing is due for an agent.\n'], called.err);
});

test('--out writes a file, and not over one that is there', async () => {
  const file = join(shell.root, 'defer.timer');
  const first = await shell.defer('handoff', 'systemd', '--out', file);
  assert.deepEqual([first.code, first.out], [0, `Written: ${join(shell.root, 'defer.service')}, ${file}.\n`]);
  assert.match(readFileSync(file, 'utf8'), /OnCalendar=\*:0\/15/);
  writeFileSync(file, 'mine');
  const second = await shell.defer('handoff', 'systemd', '--out', file);
  assert.equal(second.code, 1);
  assert.match(second.err, /already exists/);
  assert.equal(readFileSync(file, 'utf8'), 'mine');
  assert.equal((await shell.defer('handoff', 'systemd', '--out', file, '--force')).code, 0);
  assert.match(readFileSync(file, 'utf8'), /OnCalendar/);
  const linked = join(shell.root, 'link.yml');
  symlinkSync(file, linked);
  assert.equal((await shell.defer('handoff', 'cron', '--out', linked, '--force')).code, 1, 'no link is followed');
  assert.match((await shell.defer('handoff', 'cron', '--out', 'no/such/place')).err, /There is no folder/);
});

test('a workflow needs a repository, and an unknown scheduler is refused', async () => {
  assert.match((await shell.defer('handoff', 'github')).err, /belongs to a repository/);
  mkdirSync(join(shell.project, '.git'));
  mkdirSync(join(shell.project, 'part'));
  const { out } = await shell.from(join(shell.project, 'part'), '--dir', '.', 'handoff', 'github');
  assert.match(out, /working-directory: "part"/);
  assert.equal((await shell.defer('handoff', 'upstart')).code, 2);
});

test('an agent that Defer started hands nothing off and archives nothing', async () => {
  for (const words of [['handoff', 'cron'], ['archive']]) {
    const env = { ...shell.env, DEFER_RUN_ID: 'abc' };
    const { code, err } = await run(node, [program, ...words], shell.project, env);
    assert.equal(code, 1);
    assert.match(err, /Only a person/);
  }
});
