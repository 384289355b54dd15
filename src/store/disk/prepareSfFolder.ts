import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, toFault } from './fault.ts';
import { checkSfFolder, SCHEDULE_FILE, shownIn } from './place.ts';

/** What git should know of a schedule, in `.sf/.gitattributes`. */
export const ATTRIBUTES = 'schedule.jsonl text eol=lf merge=union\n';

const IGNORED = 'heartbeat-state.json\n*.tmp\n';

/** Makes `.sf` with what git should know about it, where there is no schedule yet. What is there stays as it is. */
export async function prepareSfFolder(folder: string): Promise<void> {
  const path = join(folder, '.sf');
  try {
    await checkSfFolder(folder);
    if (await lstat(join(folder, SCHEDULE_FILE)).catch(() => undefined)) {
      return;
    }
    await mkdir(path, { recursive: true });
    for (const [name, text] of [
      ['.gitattributes', ATTRIBUTES],
      ['.gitignore', IGNORED],
    ] as const) {
      await writeFile(join(path, name), text, { flag: 'wx' }).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') {
          throw error;
        }
      });
    }
  } catch (error) {
    throw toFault(error, `make the folder ${shownIn(folder, '.sf')}`);
  }
}
