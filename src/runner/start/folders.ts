import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { isInside } from '../../store/disk/inside.ts';
import { realOf } from '../../store/disk/realInside.ts';

/**
 * The real path of the folder that an entry runs in: the schedule's folder, or `cwd` inside it. Refused where that
 * leads out of it, by `..` or by a link, or is no folder.
 */
export async function workingFolder(folder: string, cwd: string | undefined): Promise<string | Refusal> {
  const root = await realOf(folder);
  if (root === undefined) {
    return refusal(l10n.t('The folder of this schedule no longer exists.'));
  }
  if (cwd === undefined) {
    return root;
  }
  if (cwd.includes('\0')) {
    return refusal(l10n.t('The folder that this entry names ("cwd") is not a path. Correct it in the schedule file.'));
  }
  const real = await realOf(resolve(root, cwd));
  if (real === undefined || !(await stat(real)).isDirectory()) {
    return refusal(
      l10n.t('The folder that this entry names ("cwd") does not exist. Create it, or correct the schedule file.'),
    );
  }
  if (!isInside(real, root)) {
    return refusal(
      l10n.t(
        'The folder that this entry names ("cwd") is outside the folder of its schedule, so nothing is started there.',
      ),
    );
  }
  return real;
}
