import { open } from 'node:fs/promises';
import { stdin } from 'node:process';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toFault } from '../../store/disk/fault.ts';

/** No more of a text than that is looked at, in bytes: its end. */
const MOST = 1024 * 1024;

/** The text of a file that a person names, or of the standard input (`-`), or why it cannot be read. */
export async function readFile(name: string): Promise<{ readonly text: string } | Refusal> {
  if (name === '-') {
    return stdin.isTTY
      ? refusal('Standard input is a terminal. Pipe the notice in, or name a file.')
      : { text: await allOfInput() };
  }
  try {
    const handle = await open(name);
    try {
      const { size } = await handle.stat();
      const from = Math.max(0, size - MOST);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
      return { text: buffer.toString('utf8', 0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return refusal(toFault(error, 'read the file that --from names').message);
  }
}

async function allOfInput(): Promise<string> {
  let parts = Buffer.alloc(0);
  for await (const part of stdin) {
    parts = Buffer.concat([parts, part as Buffer]).subarray(-MOST);
  }
  return parts.toString('utf8');
}
