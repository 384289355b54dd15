import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/project.ts';

const INSTALL = pathToFileURL(join(root, 'scripts', 'install.mjs')).href;

test(
  'the editor that npm start opens ends with npm, even if npm is killed',
  { skip: process.platform === 'win32' },
  async () => {
    // Stands in for npm: starts a script that starts a long-running process, and prints its process id.
    const long = 'console.log(process.pid); setInterval(() => {}, 1000)';
    const script = `
    const { runVisibly } = await import(${JSON.stringify(INSTALL)});
    await runVisibly(process.execPath, ['-e', ${JSON.stringify(long)}]);
  `;
    const words = ['--input-type=module', '-e', script];
    const npm = `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ${JSON.stringify(words)}, { stdio: 'inherit' });
  `;
    const env = { ...process.env, npm_lifecycle_event: 'start' };
    const parent = spawn(process.execPath, ['-e', npm], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>(done => parent.stdout.once('data', (text: Buffer) => done(Number(text))));
    assert.ok(pid > 0);
    // The output ends when the last process that writes to it has ended.
    const ended = new Promise<void>(done => parent.stdout.once('end', () => done()));
    parent.stdout.resume();
    parent.kill('SIGKILL');
    await ended;
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  },
);
