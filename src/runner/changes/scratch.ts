import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../store/disk/fault.ts';

/** How the folders of snapshots begin; the process that made one follows. */
const SCRATCH = 'defer-changes-';

/** Makes a folder for what a snapshot writes, outside of every repository. */
export async function makeScratch(): Promise<string> {
  await sweep();
  return mkdtemp(join(tmpdir(), `${SCRATCH}${process.pid}-`));
}

/** Takes away what runners left behind that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = name.startsWith(SCRATCH) ? Number.parseInt(name.slice(SCRATCH.length), 10) : NaN;
    if (pid > 0 && !isThere(pid)) {
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}
