import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { isSystem, systemOf } from '../../core/exchange/import/detect.ts';
import { SYSTEMS, type ImportNote, type SourceFile, type System } from '../../core/exchange/import/imported.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { SCHEDULE_FILE } from '../disk/place.ts';
import { realOf } from '../disk/realInside.ts';
import { isStocked, kindAt, readShelves, type Shelf } from './sourceFiles.ts';

/** A schedule of another system, as it was found. */
export interface ImportSource {
  readonly system: System;
  /** Absolute: a folder, or one file. */
  readonly path: string;
}

/** Where to search if no place is named. */
export interface Surroundings {
  /** Folders of the workspace, absolute. */
  readonly folders: readonly string[];
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The surroundings of this process. */
export const surroundings = (folders: readonly string[]): Surroundings => ({
  folders,
  home: homedir(),
  env: process.env,
});

/** What was read of a source. */
export interface Gathered extends ImportSource {
  readonly files: readonly SourceFile[];
  readonly notes: readonly ImportNote[];
}

const itself = (): string => l10n.t('That is this schedule itself, so there is nothing to import.');

const TASKS = /^deferred\.jsonl$/;
const ARCHIVES = /^deferred_\d{6}\.jsonl$/;

/** Files of A3S have no other name than Markdown, and those of VS Code's Automations say what they are. */
const MARKDOWN = /^(?!.*\.automation\.md$).*\.md$/i;
const AUTOMATIONS = /\.automation\.md$/i;

/** Where in a folder the files of a system are. `schedules` may be the folder itself. */
function shelvesOf(system: System, root: string): readonly Shelf[] {
  const at = (folder: string, names: RegExp): Shelf => ({ root, folder, names });
  const inside = basename(root) === 'schedules' ? '' : 'schedules';
  switch (system) {
    case 'agent-defer':
      // Archives first: what is over comes before a later task of the same id.
      return [at('archive', ARCHIVES), at('', TASKS)];
    case 'duragent':
      return [
        at(inside, /\.ya?ml$/),
        inside === '' ? { root: dirname(root), folder: 'runs', names: /\.jsonl$/ } : at('runs', /\.jsonl$/),
        at(inside === '' ? 'runs' : 'schedules/runs', /\.jsonl$/),
      ];
    case 'a3s':
      return [
        at(inside, MARKDOWN),
        at('.a3s/schedules', MARKDOWN),
        at('cron', /^jobs\.json$/),
        at('.a3s/cron', /^jobs\.json$/),
      ];
    case 'vscode':
      return [at('automations', AUTOMATIONS), at('', AUTOMATIONS)];
    case 'sf':
      return [
        at('.sf', /^schedule\.jsonl$/),
        at('', /^schedule\.jsonl$/),
        at('.sf/milestones', /\.ya?ml$/),
        at('milestones', /\.ya?ml$/),
      ];
  }
}

/**
 * Reads what is to be imported: a system by its name, with its folder or file or from where it usually is; or a path
 * alone, which says itself of which system it is. `own`: the folders whose schedules are Defer's own here.
 */
export async function gather(
  source: string,
  path: string | undefined,
  around: Surroundings,
  own: readonly string[],
): Promise<Gathered | Refusal> {
  const system = isSystem(source) ? source : undefined;
  if (!system && path !== undefined) {
    return refusal(l10n.t('There is no system "{0}". It is one of {1}.', source, SYSTEMS.join(', ')));
  }
  const given = system ? path : source;
  if (given === undefined) {
    const found = (await findSources(around)).find(one => one.system === system);
    return found && system
      ? read(system, await placesOf(found, around), found.path, own)
      : refusal(l10n.t('Nothing of {0} was found where it usually is. Name its folder or file.', source));
  }
  const named = await realOf(resolve(expand(given, around.home)));
  const kind = named === undefined ? undefined : await kindAt(named);
  if (named === undefined || kind === undefined) {
    return refusal(l10n.t('There is no file or folder "{0}".', given));
  }
  if (kind === 'file') {
    const shelf = { root: dirname(named), folder: '', names: exactly(basename(named)) };
    return system ? read(system, [shelf], named, own) : readDetected([shelf], named, own);
  }
  return system
    ? read(system, shelvesOf(system, named), named, own)
    : readDetected(
        SYSTEMS.flatMap(one => shelvesOf(one, named)),
        named,
        own,
      );
}

/** What is there to import in the workspace and where the systems keep it by default. Contents are not looked at. */
export async function findSources(around: Surroundings): Promise<readonly ImportSource[]> {
  const { folders, home, env } = around;
  const places: ImportSource[] = [
    { system: 'agent-defer', path: runtimeOf(env, home) },
    ...[...folders.flatMap(folder => [folder, join(folder, '.duragent')]), join(home, '.duragent')].map(
      (path): ImportSource => ({ system: 'duragent', path }),
    ),
    ...folders.map((path): ImportSource => ({ system: 'vscode', path })),
    ...[...folders, join(home, '.a3s')].map((path): ImportSource => ({
      system: 'a3s',
      path,
    })),
  ];
  const found: ImportSource[] = [];
  for (const place of places) {
    const shelves = await placesOf(place, around);
    const stocked = await Promise.all(shelves.map(isStocked));
    if (stocked.some(Boolean)) {
      found.push(place);
    }
  }
  for (const folder of folders) {
    if (await isStocked({ root: folder, folder: '.sf/milestones', names: /\.ya?ml$/ })) {
      found.push({ system: 'sf', path: join(folder, '.sf', 'milestones') });
    }
  }
  return found;
}

const runtimeOf = (env: Surroundings['env'], home: string): string =>
  resolve(expand(env['DEFER_RUNTIME_DIR'] || join(home, 'data', 'runtime'), home));

/** The shelves of a place; those of agent-defer where its environment says. */
async function placesOf({ system, path }: ImportSource, { env, home }: Surroundings): Promise<readonly Shelf[]> {
  const [tasks, archive] = [env['DEFER_TASKS_FILE'], env['DEFER_ARCHIVE_DIR']];
  if (system !== 'agent-defer' || (!tasks && !archive) || path !== runtimeOf(env, home)) {
    return shelvesOf(system, path);
  }
  const file = resolve(expand(tasks || join(path, 'deferred.jsonl'), home));
  return [
    { root: resolve(expand(archive || join(path, 'archive'), home)), folder: '', names: ARCHIVES },
    { root: dirname(file), folder: '', names: exactly(basename(file)) },
  ];
}

async function read(
  system: System,
  shelves: readonly Shelf[],
  path: string,
  own: readonly string[],
): Promise<Gathered | Refusal> {
  const foreign = await withoutOwn(shelves, own);
  const { files, notes } = await readShelves(foreign);
  const inFolder = files.length + notes.length === 0 && system === 'sf' ? await milestonesIn(path) : files;
  return inFolder.length + notes.length === 0
    ? refusal(
        foreign.length < shelves.length
          ? itself()
          : l10n.t('Nothing of {0} was found there. Name its folder or file.', system),
      )
    : { system, path, files: inFolder, notes };
}

/** A folder of milestones that was named itself. */
const milestonesIn = async (path: string): Promise<readonly SourceFile[]> =>
  (await readShelves([{ root: path, folder: '', names: /\.ya?ml$/ }])).files.filter(file => systemOf(file) === 'sf');

async function readDetected(
  shelves: readonly Shelf[],
  path: string,
  own: readonly string[],
): Promise<Gathered | Refusal> {
  const foreign = await withoutOwn(shelves, own);
  const { files, notes } = await readShelves(foreign);
  const systems = new Set(files.flatMap(file => systemOf(file) ?? []));
  const [only] = systems;
  if (only === undefined && foreign.length < shelves.length) {
    return refusal(itself());
  }
  if (only === undefined) {
    return refusal(l10n.t('That does not look like any of {0}. Name the system before the path.', SYSTEMS.join(', ')));
  }
  if (systems.size > 1) {
    return refusal(
      l10n.t('Several systems keep something there: {0}. Name one before the path.', [...systems].join(', ')),
    );
  }
  return (await kindAt(path)) === 'file'
    ? { system: only, path, files, notes }
    : read(only, shelvesOf(only, path), path, own);
}

/** Without the schedules that are Defer's own here. */
async function withoutOwn(shelves: readonly Shelf[], own: readonly string[]): Promise<readonly Shelf[]> {
  const files = new Set(await Promise.all(own.map(folder => realOf(join(folder, SCHEDULE_FILE)))));
  const kept: Shelf[] = [];
  for (const shelf of shelves) {
    const file = await realOf(join(shelf.root, shelf.folder, 'schedule.jsonl'));
    if (!(shelf.names.test('schedule.jsonl') && file !== undefined && files.has(file))) {
      kept.push(shelf);
    }
  }
  return kept;
}

const expand = (path: string, home: string): string =>
  path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;

const exactly = (name: string): RegExp => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
