import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Defer keeps what belongs to this person on this machine and to no schedule: `~/.sf/defer`. */
export const deferHome = (): string => join(homedir(), '.sf', 'defer');
