let path: string | undefined;
let completing: Promise<void> | undefined;

/**
 * Replaces the PATH of this process if `ask` finds a better one. `ask` is called once; later callers wait for its
 * answer.
 */
export const completePath = (ask: () => Promise<string | undefined>): Promise<void> =>
  (completing ??= ask().then(found => void (path = found)));

/** The PATH that `completePath` found. Undefined where this process keeps the one that it was started with. */
export const foundPath = (): string | undefined => path;

/** The environment for finding and starting programs: that of this process, with the PATH of `completePath`. */
export const programEnvironment = (): NodeJS.ProcessEnv =>
  path === undefined ? process.env : { ...process.env, PATH: path };
