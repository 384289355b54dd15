import { readdir } from 'node:fs/promises';

/** A conversation that began with a run, as far as it is known beforehand. */
export interface Sought {
  /** Not earlier than this, in ms since 1970 by this machine's clock. */
  readonly since: number;
  /** The real path of the folder that the agent runs in. */
  readonly cwd: string;
  /** Text that the prompt holds and no other conversation of this moment does. */
  readonly mark: string;
  /** The tool itself, for one that has to be asked. */
  readonly tool: { readonly executable: string; readonly calledAs: string; readonly env: NodeJS.ProcessEnv };
}

/** How a tool keeps its conversations on this machine. Both only look, read little, and never throw for what they find. */
export interface Keeper {
  /** Whether there is a conversation of an id; undefined where that cannot be told. */
  has?(id: string): Promise<boolean | undefined>;
  /** The id of the new conversation; undefined where there is none yet, or where more than one may be it. */
  find?(sought: Sought): Promise<string | undefined>;
  /** Whether `find` starts a process. */
  readonly asks?: true;
}

/** Where tools keep what is theirs. */
export interface Stores {
  /**
   * The folder that a variable of the environment names, else one in the person's home; undefined where there is
   * none, or where it lies in a folder whose content is not to be trusted.
   */
  folder(variable: string | undefined, ...inHome: readonly string[]): Promise<string | undefined>;
}

/** The most files of one folder that are looked at. */
const MOST_NAMES = 20_000;

/** The names in a folder; none where it cannot be read. */
export const namesIn = (folder: string): Promise<readonly string[]> =>
  readdir(folder).then(
    names => names.slice(0, MOST_NAMES),
    () => [],
  );
