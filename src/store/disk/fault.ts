import * as l10n from '@vscode/l10n';
/** A fault of the file system, or of what stands where a schedule should, in words for a person. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

const words = (): Readonly<Record<string, string>> => ({
  EACCES: l10n.t('permission was denied'),
  EPERM: l10n.t('permission was denied'),
  EROFS: l10n.t('the file system is read-only'),
  ENOSPC: l10n.t('the disk is full'),
  EDQUOT: l10n.t('the disk quota is used up'),
  EFBIG: l10n.t('the file would become too large'),
  EMFILE: l10n.t('too many files are open'),
  ENFILE: l10n.t('too many files are open'),
  EIO: l10n.t('the disk reported an error'),
  EBUSY: l10n.t('it is in use'),
  ENAMETOOLONG: l10n.t('the name is too long'),
  ENOENT: l10n.t('it does not exist'),
  EEXIST: l10n.t('something else is in its place'),
  ENOTDIR: l10n.t('a file is where a folder should be'),
  EISDIR: l10n.t('a folder is where a file should be'),
  ELOOP: l10n.t('it is a link, and links are not followed'),
});

const unforeseen = (): string => l10n.t('something unexpected went wrong');

/** The code of a file-system error (`ENOENT`, …), if it is one. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * An error of the file system in plain words; `doing` says what was tried, such as `read .sf/schedule.jsonl`. What an
 * error says itself is for programmers, in words of a library or of the engine, and stays in its `cause`.
 */
export function toFault(error: unknown, doing: string): StoreFault {
  if (error instanceof StoreFault) {
    return error;
  }
  const code = codeOf(error);
  const why = code === undefined ? unforeseen() : (words()[code] ?? l10n.t('the system says {0}', code));
  return new StoreFault(l10n.t('Could not {0}: {1}.', doing, why), { cause: error });
}

/** A fault for an error that nobody expected. It says what the file system was doing. */
export function toUnforeseenFault(error: unknown): StoreFault {
  const { path } = (error instanceof Error ? error : {}) as { readonly path?: unknown };
  return toFault(error, typeof path === 'string' ? l10n.t('use {0}', path) : l10n.t('do that'));
}
