import { createInterface } from 'node:readline';
import type { Instant } from '../../core/basics/time.ts';
import { parseRecord } from '../../core/conversations/reading.ts';
import { sumTokens } from '../../core/usage/sumTokens.ts';
import type { OpenHelperCounter } from '../../core/usage/helpersBegun.ts';
import type { Tokens } from '../../core/usage/tokensUsed.ts';
import type { OpenUsageReader } from '../../core/usage/usageReaders.ts';
import { openNoFollow } from '../../store/disk/noFollow.ts';

/** The longest file that is read, in bytes. Nobody knows what a longer conversation used. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * How a tool's files tell what was used, and which helpers were begun: which of their lines, and how those are read.
 */
export interface UsageLines {
  readonly lines: RegExp;
  readonly open: OpenUsageReader;
  readonly helperLines: RegExp;
  readonly openHelpers: OpenHelperCounter;
}

/** What a conversation used, and whether the files tell that of all its helpers. */
export interface Used {
  readonly tokens: Tokens;
  readonly isWhole: boolean;
}

/**
 * What a conversation used from a moment on, by the files that it and its helpers are in. Undefined where none tells.
 * Throws where one of them cannot be read, so that no part passes for the whole. `own`: the conversation's own file.
 */
export async function usedIn(
  own: string | undefined,
  helpers: readonly string[],
  since: Instant,
  how: UsageLines,
): Promise<Used | undefined> {
  const all: Tokens[] = [];
  let [begun, told] = [0, 0];
  for (const path of [...(own === undefined ? [] : [own]), ...helpers]) {
    const seen = await seenInFile(path, since, how);
    begun += seen.begun;
    told += Number(path !== own && seen.used !== undefined);
    all.push(...(seen.used ? [seen.used] : []));
  }
  const tokens = sumTokens(all);
  return tokens && { tokens, isWhole: begun <= told };
}

async function seenInFile(
  path: string,
  since: Instant,
  { lines, open, helperLines, openHelpers }: UsageLines,
): Promise<{ readonly used: Tokens | undefined; readonly begun: number }> {
  const handle = await openNoFollow(path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > MOST_BYTES) {
      throw new Error('What this conversation used cannot be read: it is no plain file, or too long.');
    }
    const [reader, helpers] = [open(since), openHelpers(since)];
    const stream = handle.createReadStream({ encoding: 'utf8', autoClose: false });
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      const [isUsage, isHelper] = [lines.test(line), helperLines.test(line)];
      const record = isUsage || isHelper ? parseRecord(line) : undefined;
      if (record && isUsage) {
        reader.take(record);
      }
      if (record && isHelper) {
        helpers.take(record);
      }
    }
    return { used: reader.used(), begun: helpers.begun() };
  } finally {
    await handle.close();
  }
}
