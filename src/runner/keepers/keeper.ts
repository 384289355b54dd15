import type { Instant } from '../../core/basics/time.ts';
import { readdir } from 'node:fs/promises';
import type { ReadRecords, TurnIn } from '../../core/conversations/reading.ts';
import type { OpencodeReading } from '../../core/conversations/readOpencode.ts';
import type { Slices } from './slices.ts';
import type { Used } from './usedIn.ts';

/** A conversation that began with a run, as far as it is known beforehand. */
export interface Sought {
  /** Not earlier than this, in ms since 1970 by this machine's clock. */
  readonly since: number;
  /** The real path of the folder that the agent runs in. */
  readonly cwd: string;
  /** Text that the prompt holds and no other conversation of this moment does. */
  readonly mark: string;
  /** The tool itself, for one that has to be asked. */
  readonly tool: ToolProcess;
}

/** A tool that is asked: its program, and the environment that it gets. */
export interface ToolProcess {
  readonly executable: string;
  readonly calledAs: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A file in which a tool keeps one conversation. */
export interface TranscriptFile {
  readonly path: string;
  /** The id of the conversation, or the beginning of it: what the tool put into the name. */
  readonly name: string;
  /** The folder that the conversation is about, where the tool writes it beside the file. */
  readonly folder?: string;
}

/** The files of a tool's conversations, and how they are read. */
export interface TranscriptFiles {
  /** All of them, in no order. None of them is a link, or reached over one. */
  find(slices: Slices): Promise<readonly TranscriptFile[]>;
  readonly read: ReadRecords;
  readonly turnIn: TurnIn;
  /** Which of these conversations a live process has open, as far as the tool leaves a mark of that. */
  held?(ids: ReadonlySet<string>, slices: Slices): Promise<ReadonlySet<string>>;
}

/** A tool that keeps its conversations where nobody else can read them, and tells them. */
export interface Teller {
  /** What changes whenever a conversation does; undefined where the tool has none. */
  stamp(): Promise<string | undefined>;
  /** The newest conversations; undefined where the tool does not answer in a form that is known. */
  ask(tool: ToolProcess): Promise<readonly OpencodeReading[] | undefined>;
  /** How often a person said something in a conversation after a moment; undefined where it does not answer that. */
  turnsSince(tool: ToolProcess, id: string, since: Instant): Promise<number | undefined>;
}

/**
 * How a tool keeps its conversations on this machine. All of it only looks, reads little, and never throws for what it
 * finds.
 */
export interface Keeper {
  /** Whether there is a conversation of an id; undefined where that cannot be told. */
  has?(id: string): Promise<boolean | undefined>;
  /** The id of the new conversation; undefined where there is none yet, or where more than one may be it. */
  find?(sought: Sought): Promise<string | undefined>;
  /** Whether `find` and `used` start a process. */
  readonly asks?: true;
  /** Where it keeps one file for each conversation. */
  readonly files?: TranscriptFiles;
  /**
   * What a conversation used from a moment on, its helpers with it; undefined where the store does not tell. Unlike the
   * rest it may throw.
   */
  used?(id: string, since: Instant, tool: ToolProcess): Promise<Used | undefined>;
  /** Where it has to be asked. */
  readonly teller?: Teller;
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
