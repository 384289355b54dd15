import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { deferHome } from '../disk/deferHome.ts';
import { sha256 } from '../disk/digest.ts';
import { isRunning } from '../processes/processMark.ts';

/** How long a writer waits at most for a file to be put in the place of the one it wrote to, in ms. */
const PATIENCE = 10_000;

/** Where this person's processes say what they are doing to a file: a path without an ending, in their home. */
export async function lockPath(path: string): Promise<string> {
  return join(deferHome(), 'locks', sha256(await realpath(path).catch(() => path)));
}

/**
 * Waits while a process of this person is putting a new file in the place of another (`archive.ts`). A row that was
 * written to the old one meanwhile may get lost if that process dies: only afterwards its writer knows which is the
 * file.
 */
export async function waitForArchive(path: string): Promise<void> {
  const mark = `${await lockPath(path)}.swap`;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(5)) {
    const text = await readFile(mark, 'latin1').catch(() => undefined);
    if (text === undefined || !(await isRunning(toMark(text)))) {
      return;
    }
  }
}

function toMark(text: string): { readonly pid: number; readonly born: string | null } {
  const [pid = '', born = ''] = text.split('\n');
  return { pid: Number(pid), born: born || null };
}
