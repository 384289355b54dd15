import type { Keeper as KeeperName } from '../../core/agent/launch.ts';
import { instant, MINUTE, type Instant } from '../../core/basics/time.ts';
import { ASIDE, type ReadRecords, type Reading } from '../../core/conversations/reading.ts';
import type { Keeper, ToolProcess, TranscriptFile, TranscriptFiles } from '../keepers/keeper.ts';
import type { Slices } from '../keepers/slices.ts';
import { statOf, withTranscript } from '../keepers/storeFiles.ts';

/** What a tool's records say of a conversation, and when they were written last. */
export interface Kept {
  readonly reading: Reading;
  readonly writtenAt: Instant;
  /** The file, where it is one. */
  readonly path?: string;
}

/** What there is of one tool. */
export interface KeptOfTool {
  readonly kept: readonly Kept[];
  /** How many are older than those that were looked at. */
  readonly older: number;
  /** How many files are in no form that is known. */
  readonly unknown: number;
}

/** Only the newest conversations of each tool are looked at. */
const MOST = 2000;

/** How much of the beginning and of the end of a file is read, in bytes. */
const USUAL = 64 * 1024;
/** How much of the end is read where the newest event is longer. */
const LONGER = [1024 * 1024, 4 * 1024 * 1024];

/** A tool is asked again after this at the earliest. */
const ASKED_AGAIN = MINUTE;

interface Read {
  readonly size: number;
  readonly writtenAt: number;
  readonly reading: Reading | typeof ASIDE | undefined;
}

interface Told {
  readonly at: Instant;
  readonly stamp: string;
  readonly kept: readonly Kept[];
}

const NOTHING: KeptOfTool = { kept: [], older: 0, unknown: 0 };

/**
 * What the tools' own stores hold. Files are read once for each size and time that they have; nothing is kept on the
 * disk.
 */
export class ConversationStore {
  private readonly reads = new Map<KeeperName, ReadonlyMap<string, Read>>();
  private readonly told = new Map<KeeperName, Told>();

  /**
   * All that one tool keeps. `isWanted`: which files are read; all without it. `tool`: the program, for one that has to
   * be asked; undefined where it is not there.
   */
  async look(
    name: KeeperName,
    keeper: Keeper,
    given: {
      readonly now: Instant;
      readonly slices: Slices;
      readonly tool: () => Promise<ToolProcess | undefined>;
      /** Whether one that has to be asked is asked though it was a moment ago. */
      readonly isFresh: boolean;
      readonly isWanted?: (file: TranscriptFile) => boolean;
    },
  ): Promise<KeptOfTool> {
    const { files, teller } = keeper;
    if (files) {
      return this.lookAtFiles(name, files, given.slices, given.isWanted);
    }
    const stamp = await teller?.stamp();
    if (!teller || stamp === undefined) {
      return NOTHING;
    }
    const before = this.told.get(name);
    if (before && (before.stamp === stamp || (!given.isFresh && given.now - before.at < ASKED_AGAIN))) {
      return { ...NOTHING, kept: before.kept };
    }
    const tool = await given.tool();
    const answer = tool && (await teller.ask(tool));
    if (!answer) {
      return { ...NOTHING, unknown: tool ? 1 : 0 };
    }
    const kept = answer.map(reading => ({ reading, writtenAt: reading.writtenAt }));
    // Asking a tool changes its own files, so the stamp is taken afterwards.
    this.told.set(name, { at: given.now, stamp: (await teller.stamp()) ?? stamp, kept });
    return { ...NOTHING, kept };
  }

  private async lookAtFiles(
    name: KeeperName,
    files: TranscriptFiles,
    slices: Slices,
    isWanted: ((file: TranscriptFile) => boolean) | undefined,
  ): Promise<KeptOfTool> {
    const found: { readonly file: TranscriptFile; readonly size: number; readonly writtenAt: number }[] = [];
    for (const file of await files.find(slices)) {
      const stat = isWanted === undefined || isWanted(file) ? statOf(file.path) : undefined;
      if (stat?.isFile()) {
        found.push({ file, size: stat.size, writtenAt: stat.mtimeMs });
      }
      if (slices.isOver) {
        await slices.next();
      }
    }
    found.sort((a, b) => b.writtenAt - a.writtenAt);
    const newest = found.slice(0, MOST);
    const before = this.reads.get(name);
    const after = new Map<string, Read>();
    for (const { file, size, writtenAt } of newest) {
      const known = before?.get(file.path);
      const isSame = known?.size === size && known.writtenAt === writtenAt;
      after.set(file.path, isSame ? known : { size, writtenAt, reading: readFile(file, files.read) });
      if (slices.isOver) {
        await slices.next();
      }
    }
    // Where only some files were wanted, what was read of the others before is kept.
    this.reads.set(name, isWanted && before ? new Map([...before, ...after]) : after);
    const readings = [...after.values()];
    return {
      kept: [...after].flatMap(([path, { reading, writtenAt }]) =>
        reading === undefined || reading === ASIDE
          ? []
          : [{ reading, path, writtenAt: instant(Math.round(writtenAt)) }],
      ),
      older: found.length - newest.length,
      unknown: readings.filter(({ size, reading }) => reading === undefined && size > 0).length,
    };
  }
}

/** Reads the two ends of a file, and more of the last where the newest event does not fit in it. */
function readFile({ path, name, folder }: TranscriptFile, read: ReadRecords): Read['reading'] {
  return withTranscript(path, (file, size) => {
    let reading = read(file.ends(USUAL, USUAL), name);
    for (const length of LONGER) {
      const isShort = size > USUAL && reading !== undefined && reading !== ASIDE && reading.newest === undefined;
      reading = isShort ? read(file.ends(USUAL, length), name) : reading;
    }
    return reading === undefined || reading === ASIDE || folder === undefined ? reading : { ...reading, folder };
  });
}
