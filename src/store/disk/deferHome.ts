import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { StoreFault } from './fault.ts';

/**
 * Where Defer keeps what belongs to this person on this machine and to no schedule: `~/.sf/defer`. Throws a StoreFault
 * where the environment names no home: from any other place on, files of the current folder would pass for their own.
 */
export function deferHome(): string {
  const home = homedir();
  if (!isAbsolute(home)) {
    const name = process.platform === 'win32' ? 'USERPROFILE' : 'HOME';
    const what = home === '' ? 'is empty' : 'is not an absolute path';
    throw new StoreFault(`${name} ${what}, so Defer cannot tell whose schedule is meant. Set it to your home folder.`);
  }
  return join(home, '.sf', 'defer');
}
