import * as l10n from '@vscode/l10n';
import type { BigIntStats } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { instant } from '../../core/basics/time.ts';
import { readAutomationFile } from '../../core/files/automationFile.ts';
import { isAutomationName } from '../../core/files/definition.ts';
import { splitFrontMatter } from '../../core/files/frontMatter.ts';
import { fileProblem, readScheduleFile, type ScheduleReading } from '../../core/files/scheduleFile.ts';
import { rejectDuplicateNames } from '../../core/files/rejectDuplicateNames.ts';
import { NOTHING_DEFINED, type Defined, type DefinitionSource } from './definitionSource.ts';
import { codeOf, StoreFault, toFault } from '../disk/fault.ts';
import { checkSfFolder } from '../disk/place.ts';
import { readSmallFile } from '../disk/smallFile.ts';
import type { ReadOptions } from '../log/scheduleLog.ts';
import { isInside } from '../disk/inside.ts';
import { realOf } from '../disk/realInside.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { machineZone } from '../processes/machineZone.ts';

/** How many schedule files of a folder are read. */
const MOST_FILES = 1000;

/** What was read of a file, and what the file and the zone of this machine were then. */
interface Known {
  readonly stat: BigIntStats;
  readonly reading: ScheduleReading;
  /** Only where the file's times are by the clock of this machine. */
  readonly zone?: string | undefined;
}

/** A folder in which files define entries. */
interface FilePlace {
  /** From the schedule's folder on, with `/`. */
  readonly folder: string;
  /**
   * Whether it is not Defer's own: only files of VS Code's Automations are read there, and one without front matter is
   * something else.
   */
  readonly isForeign: boolean;
}

/**
 * `*.md` of some folders, not of those in them (docs/compatibility.md, "A3S" and "VS Code's Automations"). Only files
 * that changed since the last look are read again. A bad file is a problem, and the others work.
 */
export class ScheduleFiles implements DefinitionSource {
  private readonly folder: string;
  private readonly places: readonly FilePlace[];
  private known: ReadonlyMap<string, Known> = new Map();
  /** What is wrong with the folders themselves, by their names. */
  private wrong: ReadonlyMap<string, string> = new Map();
  private defined: Defined = NOTHING_DEFINED;

  /** `own`, `foreign`: the folder of schedule files, and one that is not Defer's own; from `folder` on, with `/`. */
  constructor(folder: string, [own = '', foreign = own]: readonly string[]) {
    this.folder = folder;
    this.places = [...new Set([own, foreign])].map(place => ({ folder: place, isForeign: place !== own }));
  }

  async look(options: ReadOptions = {}): Promise<Defined> {
    const before = this.known;
    const known = new Map<string, Known>();
    const wrong = new Map<string, string>();
    for (const place of this.places) {
      const problem = await this.readAll(place, options.verify === true ? new Map() : before, known);
      if (problem !== undefined) {
        wrong.set(place.folder, problem);
      }
    }
    const isSame =
      JSON.stringify([...wrong]) === JSON.stringify([...this.wrong]) &&
      known.size === before.size &&
      [...known].every(([file, { reading }]) => before.get(file)?.reading === reading);
    if (!isSame) {
      const distinct = rejectDuplicateNames([...known.values()].map(({ reading }) => reading));
      const own = [...wrong].map(([name, text]) => fileProblem(name, 0, text));
      this.defined = { definitions: distinct.definitions, problems: [...own, ...distinct.problems] };
    }
    this.known = known;
    this.wrong = wrong;
    return this.defined;
  }

  /** Puts the files of a place into `known`, by name, in order. Gives what is wrong with the folder itself. */
  private async readAll(
    place: FilePlace,
    before: ReadonlyMap<string, Known>,
    known: Map<string, Known>,
  ): Promise<string | undefined> {
    let root: string | undefined;
    let names: string[];
    try {
      root = await this.root(place);
      const all = root === undefined ? [] : await readdir(root);
      names = all.filter(name => isAutomationName(name) || (!place.isForeign && name.endsWith('.md'))).sort();
    } catch (error) {
      // What is not Defer's own may be anything of that name.
      const isOther = place.isForeign && codeOf(error) === 'ENOTDIR';
      return isOther ? undefined : toFault(error, l10n.t('read {0}', place.folder)).message;
    }
    for (const name of names.slice(0, MOST_FILES)) {
      const file = `${place.folder}/${name}`;
      const one = await this.readOne(root ?? '', file, place, before.get(file));
      if (one) {
        known.set(file, one);
      }
    }
    return names.length > MOST_FILES
      ? l10n.t('The folder holds {0} schedule files; the first {1} were read.', names.length, MOST_FILES)
      : undefined;
  }

  /**
   * The real path of the folder; `undefined` where there is none. Throws where it leads out of the workspace folder.
   */
  private async root({ folder, isForeign }: FilePlace): Promise<string | undefined> {
    await (isForeign ? undefined : checkSfFolder(this.folder));
    const roots = await Promise.all([this.folder, join(this.folder, '.sf')].map(realOf));
    let root: string;
    try {
      root = await realpath(join(this.folder, folder));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
    if (!roots.some(outer => outer !== undefined && outer !== root && isInside(root, outer))) {
      throw new StoreFault(l10n.t('Could not read {0}: it leads out of the workspace folder.', folder));
    }
    return root;
  }

  private async readOne(
    root: string,
    file: string,
    { folder, isForeign }: FilePlace,
    before: Known | undefined,
  ): Promise<Known | undefined> {
    const zone = isAutomationName(file) ? (machineZone() ?? 'UTC') : undefined;
    const wrong = (stat: BigIntStats, why: string): Known => {
      const reading = fileProblem(file, 0, why);
      return before && 'class' in before.reading && before.reading.text === why ? before : { stat, reading };
    };
    let stat: BigIntStats;
    let path = join(root, file.slice(folder.length + 1));
    try {
      stat = await lstat(path, { bigint: true });
      if (stat.isSymbolicLink()) {
        path = await realpath(path);
        if (!isInside(path, root)) {
          return wrong(stat, l10n.t('The file is a link that leads out of its folder, so it was not read.'));
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
    if (before && before.zone === zone && isSameFile(before.stat, stat)) {
      return before;
    }
    const text = await readSmallFile(path);
    if (text === undefined) {
      return undefined;
    }
    if (isRefusal(text)) {
      return wrong(stat, text.why);
    }
    if (isForeign && !splitFrontMatter(text.text)) {
      return undefined;
    }
    const changed = Math.max(0, Math.min(Number(text.stat.mtimeMs), Date.now()));
    const source = { file, text: text.text, since: instant(changed) };
    const reading = zone === undefined ? readScheduleFile(source) : readAutomationFile(source, zone);
    return { stat: text.stat, reading, zone };
  }
}

const isSameFile = (a: BigIntStats, b: BigIntStats): boolean =>
  a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
