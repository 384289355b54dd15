import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundled } from './bundled.ts';

const run = promisify(execFile);

/** Several processes that add rows to one schedule at once; resolves when all are done. */
export async function appendAtOnce(folder: string, writers: number, count: number, characters: number): Promise<void> {
  const script = bundled(join(import.meta.dirname, 'writer.ts'));
  const names = Array.from({ length: writers }, (_, index) => String.fromCharCode(97 + index));
  await Promise.all(names.map(name => run(process.execPath, [script, folder, name, `${count}`, `${characters}`])));
}

/** The ids that such processes wrote, in no order. */
export const idsOfWriters = (writers: number, count: number): string[] =>
  Array.from(
    { length: writers * count },
    (_, index) => `${String.fromCharCode(97 + (index % writers))}-${Math.floor(index / writers)}`,
  );

/**
 * Whether writers at once may break a line. Seen once under Wine, whose NtWriteFile asks for the size of the file and
 * then writes there; elsewhere the system appends in one step.
 */
export const mayMix = process.platform === 'win32';
