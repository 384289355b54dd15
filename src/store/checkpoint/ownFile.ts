import { constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';

// Not on Windows, where links and pipes cannot be opened this way.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Lets `use` read a regular file that this user owns and nobody else may write. Undefined where there is none, or it is
 * no such file. Throws what `use` throws.
 */
export async function withOwnFile<Value>(
  path: string,
  use: (handle: FileHandle) => Promise<Value>,
): Promise<Value | undefined> {
  if (!(await lstat(path).catch(() => undefined))?.isFile()) {
    return undefined;
  }
  const handle = await open(path, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const there = await handle.stat();
    const isOwn = process.getuid === undefined || (there.uid === process.getuid() && (there.mode & 0o022) === 0);
    return there.isFile() && isOwn ? await use(handle) : undefined;
  } finally {
    await handle.close();
  }
}

/** The text of some bytes of a file; fewer where the file ends before. */
export async function textAt(handle: FileHandle, at: number, bytes: number): Promise<string> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await handle.read(buffer, 0, bytes, at);
  return buffer.toString('utf8', 0, bytesRead);
}
