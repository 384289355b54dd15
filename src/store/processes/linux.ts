import { readFileSync } from 'node:fs';
import { ENDED, type ProcessTable } from './table.ts';

/** States of a process that runs no more: a zombie, and dead. */
const OVER: ReadonlySet<string> = new Set(['Z', 'X', 'x']);

/**
 * Linux: the boot, and the tick of it at which a process started (proc_pid_stat(5), field 22). `read`: a file's text.
 */
export const linuxProcesses = (
  read: (path: string) => string = path => readFileSync(path, 'latin1'),
): ProcessTable => ({
  birthOf(pid) {
    try {
      const stat = read(`/proc/${pid}/stat`);
      // The name in brackets may hold anything; what follows it are fields 3 and on.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return OVER.has(fields[0] ?? '')
        ? ENDED
        : `${read('/proc/sys/kernel/random/boot_id').trim()} ${fields[19] ?? ''}`;
    } catch {
      return null;
    }
  },
});
