import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where `.sf` of a folder really is, or would be: equal for two folders whose schedules are one file, which is then the
 * global one where one of them is the home folder (FORMAT.md).
 */
export const sfPlace = (folder: string): string => real(join(folder, '.sf')) ?? join(real(folder) ?? folder, '.sf');

function real(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
