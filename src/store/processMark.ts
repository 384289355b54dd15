import { readFileSync } from 'node:fs';

/** What tells a process from a later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it was started, in words of this machine's kernel; null where it does not tell. */
  readonly born: string | null;
}

/** The mark of a process of this machine. */
export const markOf = (pid: number): ProcessMark => ({ pid, born: birthOf(pid) });

/** Whether that very process is still there. */
export function isRunning({ pid, born }: ProcessMark): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') {
      return false;
    }
  }
  const now = birthOf(pid);
  return born === null || now === null || born === now;
}

/** The boot and the tick of it at which a process started, where /proc tells; a zombie has ended. */
function birthOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold anything; what follows it are fields 3 and on, of which the 22nd is the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return fields[0] === 'Z' ? 'ended' : `${boot} ${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}
