import { constants } from 'node:fs';
import { join } from 'node:path';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { openNoFollow } from './noFollow.ts';
import { readSmallFile } from './smallFile.ts';

/** What git should know of a schedule, a line of `.sf/.gitattributes`. */
export const SCHEDULE_ATTRIBUTES = 'schedule.jsonl text eol=lf merge=union';

/**
 * Adds lines to the `.sf/.gitattributes` of a folder: those that `missing` names, given the text that is there. Refused
 * for a file that is a link or not text, which stays as it is.
 */
export async function addToGitattributes(
  folder: string,
  missing: (text: string | undefined) => readonly string[],
): Promise<Refusal | undefined> {
  const path = join(folder, '.sf', '.gitattributes');
  const there = await readSmallFile(path);
  if (isRefusal(there)) {
    return there;
  }
  const lines = missing(there?.text);
  if (lines.length === 0) {
    return undefined;
  }
  const end = !there || there.text === '' || there.text.endsWith('\n') ? '' : '\n';
  const handle = await openNoFollow(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o666);
  try {
    await handle.writeFile(`${end}${lines.map(line => `${line}\n`).join('')}`);
  } finally {
    await handle.close();
  }
  return undefined;
}
