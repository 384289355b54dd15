import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { StoreFault } from './fault.ts';

/**
 * Where Defer keeps what belongs to this person on this machine and to no schedule: `~/.sf/defer`. Throws a StoreFault
 * where the environment names no home: from any other place on, files of the current folder would pass for their own.
 */
export function deferHome(): string {
  const home = homeNamed();
  if (!isAbsolute(home)) {
    const name = process.platform === 'win32' ? 'USERPROFILE' : 'HOME';
    throw new StoreFault(
      home === ''
        ? l10n.t('{0} is empty, so Defer cannot tell whose schedule is meant. Set it to your home folder.', name)
        : l10n.t(
            '{0} is not an absolute path, so Defer cannot tell whose schedule is meant. Set it to your home folder.',
            name,
          ),
    );
  }
  return join(home, '.sf', 'defer');
}

/** The home that the environment or the system names. Empty where neither names one. */
function homeNamed(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}
