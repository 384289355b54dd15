import { lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markOf } from '../../src/store/processes/processMark.ts';

/** Whether this is Windows, or Wine in its place. */
export const isWindows = process.platform === 'win32';

/**
 * Options of a test of something that only Unix has: modes, pipes, its shell, its paths. The test names its Windows
 * counterpart.
 */
export const onPosix: { readonly skip: string | false } = {
  skip: isWindows && 'It tests modes, pipes, paths or programs of Unix.',
};

/** Options of a test that makes links. On Windows that takes a privilege, and Wine makes none. */
export const withLinks: { readonly skip: string | false } = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'defer-links-'));
  try {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    return { skip: !lstatSync(join(folder, 'link')).isSymbolicLink() && 'No links can be made here.' };
  } catch {
    return { skip: 'No links can be made here.' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();

/** Makes a folder the home of this process, by the system's variable for it. */
export function setHome(folder = ''): void {
  process.env['HOME'] = folder;
  process.env['USERPROFILE'] = folder;
}

/** Options of a test that needs the start time of a process. Wine has no PowerShell to ask for it. */
export const withStartTimes: { readonly skip: string | false } = {
  skip: (await markOf(process.pid)).born === null && 'This system does not tell when a process was started.',
};
