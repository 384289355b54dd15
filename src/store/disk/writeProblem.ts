import * as l10n from '@vscode/l10n';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, toFault } from './fault.ts';

/** Why a file cannot be written, whether it exists or not. Undefined where it can be written. */
export async function writeProblem(path: string): Promise<string | undefined> {
  const isThere = await stat(path).then(
    found => (found.isFile() ? true : undefined),
    () => false,
  );
  if (isThere === undefined) {
    return l10n.t('It is not a regular file.');
  }
  const failed = async (what: string, how: number): Promise<unknown> =>
    access(what, how).then(
      () => undefined,
      (error: unknown) => error,
    );
  if (isThere) {
    const error = await failed(path, constants.W_OK);
    return error === undefined ? undefined : toFault(error, l10n.t('write to it')).message;
  }
  for (let at = dirname(path); ; at = dirname(at)) {
    const error = await failed(at, constants.W_OK | constants.X_OK);
    if (error === undefined) {
      return undefined;
    }
    if (codeOf(error) !== 'ENOENT' || dirname(at) === at) {
      return toFault(error, l10n.t('make its folder')).message;
    }
  }
}
