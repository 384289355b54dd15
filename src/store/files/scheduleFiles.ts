import type { BigIntStats } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { instant } from '../../core/basics/time.ts';
import { fileProblem, readScheduleFile, type ScheduleReading } from '../../core/files/scheduleFile.ts';
import { rejectDuplicateNames } from '../../core/files/rejectDuplicateNames.ts';
import { NOTHING_DEFINED, type Defined, type DefinitionSource } from './definitionSource.ts';
import { codeOf, StoreFault, toFault } from '../disk/fault.ts';
import { checkSfFolder } from '../disk/place.ts';
import { readSmallFile } from '../disk/smallFile.ts';
import type { ReadOptions } from '../log/scheduleLog.ts';
import { realOf, isInside } from '../disk/inside.ts';
import { isRefusal } from '../../core/basics/refusal.ts';

/** How many schedule files of a folder are read. */
const MOST_FILES = 1000;

/** What was read of a file, and what the file was then; nothing for one that is no schedule file. */
interface Known {
  readonly stat: BigIntStats;
  readonly reading: ScheduleReading;
}

/**
 * `*.md` of a folder, not of those in it (docs/compatibility.md, "A3S"). Only files that changed since the last look are read
 * again. A bad file is a problem, and the others work.
 */
export class ScheduleFiles implements DefinitionSource {
  private readonly folder: string;
  private readonly schedules: string;
  private known: ReadonlyMap<string, Known> = new Map();
  private problem: string | undefined;
  private defined: Defined = NOTHING_DEFINED;

  /** `schedules`: from `folder` on, with `/`. */
  constructor(folder: string, schedules: string) {
    this.folder = folder;
    this.schedules = schedules;
  }

  async look(options: ReadOptions = {}): Promise<Defined> {
    const before = this.known;
    const [known, problem] = await this.readAll(options.verify === true ? new Map() : before);
    const isSame =
      problem === this.problem &&
      known.size === before.size &&
      [...known].every(([name, { reading }]) => before.get(name)?.reading === reading);
    if (!isSame) {
      const distinct = rejectDuplicateNames([...known.values()].map(({ reading }) => reading));
      const own = problem === undefined ? [] : [fileProblem(this.schedules, 0, problem)];
      this.defined = { definitions: distinct.definitions, problems: [...own, ...distinct.problems] };
    }
    this.known = known;
    this.problem = problem;
    return this.defined;
  }

  /** The files by name, in order, and what is wrong with the folder itself. */
  private async readAll(before: ReadonlyMap<string, Known>): Promise<[ReadonlyMap<string, Known>, string?]> {
    const known = new Map<string, Known>();
    let root: string | undefined;
    let names: string[];
    try {
      root = await this.root();
      names = root === undefined ? [] : (await readdir(root)).filter(name => name.endsWith('.md')).sort();
    } catch (error) {
      return [known, toFault(error, `read ${this.schedules}`).message];
    }
    for (const name of names.slice(0, MOST_FILES)) {
      const one = await this.readOne(root ?? '', name, before.get(name));
      if (one) {
        known.set(name, one);
      }
    }
    const tooMany = `The folder holds ${names.length} schedule files; the first ${MOST_FILES} were read.`;
    return names.length > MOST_FILES ? [known, tooMany] : [known];
  }

  /** The real path of the folder; `undefined` where there is none. Throws where it leads out of the workspace folder. */
  private async root(): Promise<string | undefined> {
    await checkSfFolder(this.folder);
    const roots = await Promise.all([this.folder, join(this.folder, '.sf')].map(realOf));
    let root: string;
    try {
      root = await realpath(join(this.folder, this.schedules));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
    if (!roots.some(outer => outer !== undefined && outer !== root && isInside(root, outer))) {
      throw new StoreFault(`Could not read ${this.schedules}: it leads out of the workspace folder.`);
    }
    return root;
  }

  private async readOne(root: string, name: string, before: Known | undefined): Promise<Known | undefined> {
    const file = `${this.schedules}/${name}`;
    const wrong = (stat: BigIntStats, why: string): Known => {
      const reading = fileProblem(file, 0, why);
      return before && 'class' in before.reading && before.reading.text === why ? before : { stat, reading };
    };
    let stat: BigIntStats;
    let path = join(root, name);
    try {
      stat = await lstat(path, { bigint: true });
      if (stat.isSymbolicLink()) {
        path = await realpath(path);
        if (!isInside(path, root)) {
          return wrong(stat, 'The file is a link that leads out of its folder, so it was not read.');
        }
        stat = await lstat(path, { bigint: true });
      }
    } catch {
      // Deleted a moment ago, or a link to nothing.
      return undefined;
    }
    if (stat.isDirectory()) {
      return undefined;
    }
    if (before && isSameFile(before.stat, stat)) {
      return before;
    }
    const text = await readSmallFile(path);
    if (text === undefined) {
      return undefined;
    }
    if (isRefusal(text)) {
      return wrong(stat, text.why);
    }
    const changed = Math.max(0, Math.min(Number(text.stat.mtimeMs), Date.now()));
    return { stat: text.stat, reading: readScheduleFile({ file, text: text.text, since: instant(changed) }) };
  }
}

const isSameFile = (a: BigIntStats, b: BigIntStats): boolean =>
  a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
