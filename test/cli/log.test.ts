import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { openShell } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

interface Line {
  readonly at: string;
  readonly act: string;
  readonly id: string;
}

test('what is done, by whom ever, is in the log of this folder', async () => {
  placeFakeAgent(shell.bin, 'claude', { exitCode: 0 });
  const { id } = await shell.json<Line>(
    'add',
    'Go on',
    '--when',
    'now',
    '--agent',
    'claude',
    '--prompt',
    'Secret words',
  );
  const elsewhere = join(shell.root, 'elsewhere');
  mkdirSync(elsewhere);
  await shell.from(elsewhere, 'add', 'Other', '--when', '1h');
  const { code } = await shell.defer('run', id);
  assert.equal(code, 0);
  await shell.json('archive');
  const lines = await shell.json<Line[]>('log');
  assert.deepEqual(
    lines.map(line => [line.act, line.id]),
    ['scheduled', 'runner claimed', 'runner started', 'executed', 'archived'].map(act => [act, id]),
  );
  assert.equal((await shell.json<Line[]>('log', '--limit', '2')).length, 2);
  const { out } = await shell.defer('log');
  assert.match(out, /^\S+Z scheduled id=/);
  const file = readFileSync(join(shell.home, '.sf', 'defer', 'log', 'defer.log'), 'utf8');
  assert.ok(!file.includes('Secret') && !file.includes('Go on'));
  assert.equal(file.trimEnd().split('\n').length, 6);
  const doctor = await shell.json<{ log: { path: string; problem: string | null } }>('doctor');
  assert.deepEqual(doctor.log, { path: join(shell.home, '.sf', 'defer', 'log', 'defer.log'), problem: null });
});

test('an act is done though its line cannot be written, and doctor says so', async () => {
  shell.env['DEFER_LOG_FILE'] = shell.project;
  assert.equal((await shell.defer('add', 'Go on', '--when', '1h')).code, 0);
  assert.match((await shell.defer('doctor')).out, /Log: .*\. Nothing is written there: It is not a regular file\./);
  delete shell.env['DEFER_LOG_FILE'];
});
