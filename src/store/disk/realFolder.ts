import { realpathSync } from 'node:fs';
import { spelledReal } from './spelling.ts';

/**
 * The one way to write a folder, by which it is compared: links followed, and letters as the disk has them. An editor
 * and a shell may name one folder in two ways, on Windows by the case of its drive. As it is given where it is gone.
 */
export function realFolder(folder: string): string {
  try {
    return spelledReal(realpathSync.native(folder));
  } catch {
    return folder;
  }
}
