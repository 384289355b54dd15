import { ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';

// Gives the tests of this process a home of their own, so that they neither read nor write anything of the person who
// runs them. `npm test` loads this before every test file; what tests are built on imports it too, for a file that is
// run by hand.

/** The home of the tests of this process. */
export const testHome = realpathSync(mkdtempSync(join(tmpdir(), 'defer-home-')));

process.env['HOME'] = testHome;
process.env['USERPROFILE'] = testHome;
process.once('exit', () => rmSync(testHome, { recursive: true, force: true }));

/** The home that the system knows, whatever the environment says: where a program without HOME would write. */
const realHome = userInfo().homedir;

interface Started {
  readonly file: string;
  readonly envPairs?: readonly string[];
}

const prototype = ChildProcess.prototype as unknown as { spawn(started: Started): unknown };
const { spawn } = prototype;

// Every program that a test starts is told a home too: without one it would take the real one from the system.
prototype.spawn = function (this: unknown, started) {
  const given = started.envPairs?.find(pair => pair.startsWith('HOME='))?.slice('HOME='.length);
  if (process.platform !== 'win32' && (given === undefined || given === realHome)) {
    throw new Error(
      `A test starts ${basename(started.file)} with ${given ?? 'no home'}, so it could write into the real home.`,
    );
  }
  return spawn.call(this, started);
};
