import * as l10n from '@vscode/l10n';
import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { codeOf, toFault } from './fault.ts';
import { SCHEDULE_ATTRIBUTES } from './gitAttributes.ts';
import { checkSfFolder, SCHEDULE_FILE, shownIn } from './place.ts';

const IGNORED = 'heartbeat-state.json\n*.tmp\n';

/**
 * Makes `.sf`, with `.gitattributes` and `.gitignore`, where there is no schedule yet. Existing files stay as they are.
 * Only the owner may change what is in the home's `.sf` (docs/security.md), so that folder is private, whatever the
 * umask is.
 */
export async function prepareSfFolder(folder: string): Promise<void> {
  const path = join(folder, '.sf');
  try {
    await checkSfFolder(folder);
    if (await lstat(join(folder, SCHEDULE_FILE)).catch(() => undefined)) {
      return;
    }
    await mkdir(path, { recursive: true, ...(folder === homedir() && { mode: 0o700 }) });
    for (const [name, text] of [
      ['.gitattributes', `${SCHEDULE_ATTRIBUTES}\n`],
      ['.gitignore', IGNORED],
    ] as const) {
      await writeFile(join(path, name), text, { flag: 'wx' }).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') {
          throw error;
        }
      });
    }
  } catch (error) {
    throw toFault(error, l10n.t('make the folder {0}', shownIn(folder, '.sf')));
  }
}
