/** A fault of the file system, or of what stands where a schedule should, in words for a person. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

/** Whether an error is a StoreFault, also one of another bundle's copy of the class. */
export const isStoreFault = (error: unknown): error is StoreFault =>
  error instanceof Error && error.name === 'StoreFault';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would become too large',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reported an error',
  EBUSY: 'it is in use',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it does not exist',
  EEXIST: 'something else is in its place',
  ENOTDIR: 'a file is where a folder should be',
  EISDIR: 'a folder is where a file should be',
  ELOOP: 'it is a link, and links are not followed',
};

const UNFORESEEN = 'something unexpected went wrong';

/** The code of a file-system error (`ENOENT`, …), if it is one. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * An error of the file system in plain words; `doing` says what was tried, such as `read .sf/schedule.jsonl`. What an error
 * says itself is for programmers, in words of a library or of the engine, and stays in its `cause`.
 */
export function toFault(error: unknown, doing: string): StoreFault {
  if (isStoreFault(error)) {
    return error;
  }
  const code = codeOf(error);
  const why = code === undefined ? UNFORESEEN : (WORDS[code] ?? `the system says ${code}`);
  return new StoreFault(`Could not ${doing}: ${why}.`, { cause: error });
}

/** A fault for an error that nobody expected. It says what the file system was doing. */
export function toUnforeseenFault(error: unknown): StoreFault {
  const { path } = (error instanceof Error ? error : {}) as { readonly path?: unknown };
  return toFault(error, typeof path === 'string' ? `use ${path}` : 'do that');
}
