import { readFileSync } from 'node:fs';

/** The inodes of the files that some process has locked whole (flock(2)); undefined where the system does not tell. */
export function lockedFiles(): ReadonlySet<number> | undefined {
  try {
    const lines = readFileSync('/proc/locks', 'latin1').split('\n');
    return new Set(
      lines.flatMap(line => Number(/\bFLOCK\b.*\s[0-9a-f]+:[0-9a-f]+:(\d+)\s/.exec(line)?.[1] ?? []) || []),
    );
  } catch {
    return undefined;
  }
}
