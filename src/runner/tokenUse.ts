import { readFileSync, statSync } from 'node:fs';
import { SECOND } from '../core/time.ts';
import { codeOf } from '../store/fault.ts';
import { parseJson, replaceFile, startedPath, writeNew } from './home.ts';
import { markOf, type ProcessMark } from '../store/processMark.ts';

/** What became of a token: the process that used it, or `void` where it was made useless. */
export type TokenUse = ProcessMark | 'void';

/** Uses a token for the run of this process; false where it was used or made void before. */
export const useToken = (home: string, token: string): Promise<boolean> =>
  writeNew(startedPath(home, token), JSON.stringify(markOf(process.pid)));

/** Makes a token useless for ever; false where it was used before. */
export async function voidToken(home: string, token: string): Promise<boolean> {
  return (await writeNew(startedPath(home, token), VOID)) || readUse(home, token) === 'void';
}

/** Takes back the use of a token by this process, which in the end started nothing; it stays useless. */
export const takeBack = (home: string, token: string): Promise<void> => replaceFile(startedPath(home, token), VOID);

const VOID = JSON.stringify({ void: true });

/** How long a use that is not whole counts as being written, in ms: its file is there a moment before its text is. */
const BEING_WRITTEN = 10 * SECOND;

/**
 * What became of a token; undefined where nothing has yet, or just now does. A use that cannot be read counts as one
 * of nobody alive.
 */
export function readUse(home: string, token: string): TokenUse | undefined {
  let text: string;
  try {
    text = readFileSync(startedPath(home, token), 'utf8');
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : { pid: 0, born: null };
  }
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) {
    return isBeingWritten(startedPath(home, token)) ? undefined : { pid: 0, born: null };
  }
  const { pid, born, void: isVoid } = value as Record<string, unknown>;
  if (isVoid === true) {
    return 'void';
  }
  return { pid: typeof pid === 'number' ? pid : 0, born: typeof born === 'string' ? born : null };
}

function isBeingWritten(path: string): boolean {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.abs(age) < BEING_WRITTEN;
}
