import { createInterface } from 'node:readline';
import type { Instant } from '../../core/basics/time.ts';
import { parseRecord } from '../../core/conversations/reading.ts';
import { sumTokens } from '../../core/usage/sumTokens.ts';
import type { Tokens } from '../../core/usage/tokensUsed.ts';
import type { OpenUsageReader } from '../../core/usage/usageReaders.ts';
import { openNoFollow } from '../../store/disk/noFollow.ts';

/** The longest file that is read, in bytes. Nobody knows what a longer conversation used. */
const MOST_BYTES = 256 * 1024 * 1024;

/** How a tool's files tell what was used: which of their lines, and how those are read. */
export interface UsageLines {
  readonly lines: RegExp;
  readonly open: OpenUsageReader;
}

/**
 * What a conversation used from a moment on, by the files that it and its helpers are in. Undefined where none tells.
 * Throws where one of them cannot be read, so that no part passes for the whole.
 */
export async function usedIn(paths: readonly string[], since: Instant, how: UsageLines): Promise<Tokens | undefined> {
  const all: Tokens[] = [];
  for (const path of paths) {
    const used = await usedInFile(path, since, how);
    if (used) {
      all.push(used);
    }
  }
  return sumTokens(all);
}

async function usedInFile(path: string, since: Instant, { lines, open }: UsageLines): Promise<Tokens | undefined> {
  const handle = await openNoFollow(path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > MOST_BYTES) {
      throw new Error('What this conversation used cannot be read: it is no plain file, or too long.');
    }
    const reader = open(since);
    const stream = handle.createReadStream({ encoding: 'utf8', autoClose: false });
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      const record = lines.test(line) ? parseRecord(line) : undefined;
      if (record) {
        reader.take(record);
      }
    }
    return reader.used();
  } finally {
    await handle.close();
  }
}
