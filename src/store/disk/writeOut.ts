import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { codeOf, toFault } from './fault.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Writes a text to a new file that a person named, and gives its path. Where one is there it is refused; with `force` it
 * is replaced as a whole, so that whoever reads it meanwhile sees the old one or the new. Throws a StoreFault where the
 * disk refuses.
 */
export async function writeOut(name: string, text: string, force: boolean): Promise<string | Refusal> {
  const path = resolve(name);
  try {
    await (force ? replaceFile(path, text) : writeFile(path, text, { flag: 'wx' }));
    return path;
  } catch (error) {
    if (!force && codeOf(error) === 'EEXIST') {
      return refusal('A file of that name already exists. Choose another name, or replace it with --force.');
    }
    throw toFault(error, 'write the file');
  }
}
