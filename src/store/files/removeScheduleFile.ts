import * as l10n from '@vscode/l10n';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal } from '../../core/basics/refusal.ts';
import { sha256 } from '../disk/digest.ts';
import { toFault } from '../disk/fault.ts';
import { isInside } from '../disk/inside.ts';
import { realOf } from '../disk/realInside.ts';
import { readSmallFile } from '../disk/smallFile.ts';
import type { MadeFile } from '../undoJournal.ts';

/**
 * Deletes a schedule file that Defer made, `file` from `folder` on, where its text is still the one that was written.
 * False where it is another by now, or is gone. Throws a StoreFault where the disk refuses.
 */
export async function removeScheduleFile(folder: string, { file, sha }: MadeFile): Promise<boolean> {
  const [path, root, sf] = await Promise.all([join(folder, file), folder, join(folder, '.sf')].map(realOf));
  if (path === undefined || ![root, sf].some(place => place !== undefined && isInside(path, place))) {
    return false;
  }
  const there = await readSmallFile(path);
  if (there === undefined || isRefusal(there) || sha256(there.text) !== sha) {
    return false;
  }
  try {
    await unlink(path);
    return true;
  } catch (error) {
    throw toFault(error, l10n.t('delete {0}', file));
  }
}
