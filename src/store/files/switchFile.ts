import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { withEnabled } from '../../core/files/switchHead.ts';
import { StoreFault, toFault } from '../disk/fault.ts';
import { replaceFile } from '../disk/replaceFile.ts';
import { readSmallFile } from '../disk/smallFile.ts';
import { isInside } from '../disk/inside.ts';
import { realOf } from '../disk/realInside.ts';

/**
 * Writes `enabled` into the front matter of a schedule file, `file` from `folder` on: a new file beside it, then in its
 * place, with the same mode. Refused where the file is gone, cannot be read, or changes meanwhile; throws a StoreFault
 * where it cannot be written.
 */
export async function switchFile(folder: string, file: string, enabled: boolean): Promise<Refusal | undefined> {
  const [path, ...roots] = await Promise.all([join(folder, file), folder, join(folder, '.sf')].map(realOf));
  if (path === undefined || !roots.some(root => root !== undefined && isInside(path, root))) {
    return refusal(l10n.t('The schedule file is gone. Look again.'));
  }
  const before = await readSmallFile(path);
  if (before === undefined) {
    return refusal(l10n.t('The schedule file is gone. Look again.'));
  }
  if (isRefusal(before)) {
    return before;
  }
  const text = withEnabled(before.text, enabled);
  if (typeof text !== 'string' || text === before.text) {
    return typeof text === 'string' ? undefined : text;
  }
  const checkUnchanged = async (): Promise<void> => {
    const now = await stat(path, { bigint: true });
    if (now.mtimeNs !== before.stat.mtimeNs || now.ino !== before.stat.ino) {
      throw new StoreFault(l10n.t('The schedule file was changed just now. Try again.'));
    }
  };
  try {
    await replaceFile(path, text, { mode: Number(before.stat.mode) & 0o777, before: checkUnchanged });
    return undefined;
  } catch (error) {
    throw toFault(error, l10n.t('write to {0}', file));
  }
}
