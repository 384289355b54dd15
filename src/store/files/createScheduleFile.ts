import * as l10n from '@vscode/l10n';
import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { codeOf, toFault } from '../disk/fault.ts';
import { checkSfFolder } from '../disk/place.ts';

/**
 * Makes a new schedule file, `name` without its ending, in `schedules` from `folder` on (with `/`), and gives its path.
 * Refused where that leads out of the folder, by `..` or over a link that a repository brought along, and where a file
 * of that name is there already. Throws a StoreFault where the disk refuses.
 */
export async function createScheduleFile(
  folder: string,
  schedules: string,
  name: string,
  text: string,
): Promise<string | Refusal> {
  try {
    await checkSfFolder(folder);
    const place = await makeFolders(folder, schedules);
    if (isRefusal(place)) {
      return place;
    }
    const path = join(place.path, `${name}.md`);
    // Made anew or not at all: a link of that name is not followed.
    await writeFile(path, text, { flag: 'wx' });
    return path;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return refusal(l10n.t('A schedule file of that name already exists. Choose another name.'));
    }
    throw toFault(error, l10n.t('make the schedule file'));
  }
}

/** Goes down folder by folder and makes what is missing. Only `.sf` itself may be a link, which was checked. */
async function makeFolders(folder: string, schedules: string): Promise<{ readonly path: string } | Refusal> {
  let path = folder;
  for (const [index, part] of schedules.split('/').entries()) {
    if (part === '' || part === '..') {
      return refusal(l10n.t('The folder of schedule files (defer.scheduleFolder) leads out of the workspace folder.'));
    }
    path = join(path, part);
    await mkdir(path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') {
        throw error;
      }
    });
    if (!(index === 0 && part === '.sf') && !(await lstat(path)).isDirectory()) {
      return refusal(
        l10n.t('The folder of schedule files is a link or not a folder, so nothing was written. Put a folder there.'),
      );
    }
  }
  return { path };
}
