import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import { readContext, type ContextAsk, type Snapshot } from '../../core/files/contextText.ts';
import { inEnglish } from '../../core/basics/language.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { isInside } from '../disk/inside.ts';
import { realInside, realOf, type Inside } from '../disk/realInside.ts';
import { readSmallFile } from '../disk/smallFile.ts';

/** A CONTEXT.md that was read. */
export interface ContextRead {
  /** Where it is: from the folder on, or with `~` from the home, else absolute; with `/`. */
  readonly from: string;
  readonly snapshot: Snapshot;
}

/** Where CONTEXT.md is looked for. */
export interface ContextPlace {
  /** The folder of the schedule, absolute. */
  readonly folder: string;
  /** Whether that is the home, where no file counts as one of a workspace. */
  readonly isHome: boolean;
  /** The person's `DEFER_CONTEXT_FILE`; that of this process where it is not given. */
  readonly named?: string | undefined;
}

/** How many projects are looked at for the latest CONTEXT.md. */
const MOST_PROJECTS = 1000;

// The first sentence of what is missing is agent-defer's, whose callers may know it.
const NONE =
  'No CONTEXT.md found via project lookup, DEFER_CONTEXT_FILE, or workspace root. Write one, or name it with --context-file.';

/** A path that was decided on, and what to say where there is nothing. */
interface Choice {
  readonly path: string;
  readonly missing: string;
}

/**
 * Reads the CONTEXT.md that somebody names while scheduling (docs/compatibility.md, "CONTEXT.md": the file, else the
 * project's, else `DEFER_CONTEXT_FILE`, else the latest of all projects, else the person's own, else the folder's). A
 * path leads from the folder on. `person`: whether a person asks, who may name files anywhere; an agent gets those of
 * the folder alone.
 */
export async function chooseContext(
  ask: ContextAsk,
  place: ContextPlace,
  { person }: { readonly person: boolean },
): Promise<ContextRead | Refusal> {
  const choice = wantedBy(ask, place) ?? (person ? await ownChoice(place) : inFolder(place));
  return isRefusal(choice) ? choice : readAt(choice, place, person);
}

/**
 * Reads it again for a run. What the entry names is text of the schedule file, so it is read inside the folder of the
 * schedule only, and elsewhere where it is the very file that this person's own look-up finds. `person`: whether it is
 * for a run, or a person reads it; an agent that only asks what a run would read gets no file from elsewhere.
 */
export async function rereadContext(
  ask: ContextAsk,
  place: ContextPlace,
  { person }: { readonly person: boolean } = { person: true },
): Promise<ContextRead | Refusal> {
  const wanted = wantedBy(ask, place);
  if (isRefusal(wanted)) {
    return wanted;
  }
  const own = await ownChoice(place);
  const isOwn = wanted === undefined || (!isRefusal(own) && own.path === wanted.path);
  // What the file says stands in no words of ours.
  const choice = wanted ? { ...wanted, missing: 'Its CONTEXT.md is not there any more.' } : own;
  return isRefusal(choice) ? choice : readAt(choice, place, person && isOwn);
}

/** The path that is asked for; undefined where the look-up decides. */
function wantedBy({ file, project }: ContextAsk, { folder }: ContextPlace): Choice | Refusal | undefined {
  if (file !== undefined) {
    return file.includes('\0')
      ? refusal('The path of CONTEXT.md has a NUL character, so no file can have it. Give another path.')
      : {
          path: resolve(folder, withHome(file)),
          missing: `Context file not found: ${file}. Give a path relative to the folder of the schedule.`,
        };
  }
  if (project === undefined) {
    return undefined;
  }
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_. -]*$/u.test(project)) {
    return refusal(
      'A project is named by its folder in ~/data/research/projects: with letters, digits, spaces, dots, dashes and underscores.',
    );
  }
  const path = join(research(), 'projects', project, 'CONTEXT.md');
  return {
    path,
    missing: `Context file not found: ${path}. Name another one with --context-file.`,
  };
}

const withHome = (path: string): string =>
  path === '~' || path.startsWith('~/') || path.startsWith(`~${sep}`) ? join(homedir(), path.slice(1)) : path;

/** Where agent-defer keeps projects. */
const research = (): string => join(homedir(), 'data', 'research');

const inFolder = ({ folder }: ContextPlace): Choice => ({ path: join(folder, 'CONTEXT.md'), missing: NONE });

/** What the look-up of this person finds, by nothing that the schedule file says. */
async function ownChoice(place: ContextPlace): Promise<Choice | Refusal> {
  const { folder, named = process.env['DEFER_CONTEXT_FILE'] } = place;
  if (named) {
    return {
      path: resolve(folder, withHome(named)),
      missing: `DEFER_CONTEXT_FILE does not exist: ${named}. Set it to a file that exists.`,
    };
  }
  const projects = join(research(), 'projects');
  const names = (await readdir(projects).catch(() => [])).filter(name => !name.startsWith('.')).sort();
  const dated = await Promise.all(
    names.slice(0, MOST_PROJECTS).map(async name => {
      const path = join(projects, name, 'CONTEXT.md');
      const found = await stat(path).catch(() => undefined);
      return found?.isFile() ? [{ path, missing: NONE, changed: found.mtimeMs }] : [];
    }),
  );
  const [latest] = dated.flat().sort((a, b) => b.changed - a.changed);
  const general = join(research(), 'CONTEXT.md');
  const isGeneral = (await stat(general).catch(() => undefined))?.isFile() === true;
  return latest ?? (isGeneral ? { path: general, missing: NONE } : inFolder(place));
}

/**
 * `mayLeave`: whether it may lie outside the folder. A path into the folder never may, whatever links lead out of it.
 */
async function readAt(
  { path, missing }: Choice,
  place: ContextPlace,
  mayLeave: boolean,
): Promise<ContextRead | Refusal> {
  const found = await placeOf(path, place, mayLeave);
  if (found === 'outside') {
    return refusal('That CONTEXT.md lies outside the workspace folder, so it was not read.');
  }
  const text = found === 'missing' ? undefined : await readSmallFile(found.path, inEnglish);
  if (text === undefined || found === 'missing') {
    return refusal(missing);
  }
  return isRefusal(text)
    ? refusal(`CONTEXT.md cannot be used. ${text.why}`)
    : {
        from: shownFrom(path, found.path, (await realOf(place.folder)) ?? place.folder),
        snapshot: readContext(text.text, basename(path)),
      };
}

async function placeOf(path: string, { folder, isHome }: ContextPlace, mayLeave: boolean): Promise<Inside> {
  if (!isHome && (!mayLeave || isInside(path, resolve(folder)))) {
    return realInside(folder, path);
  }
  if (!mayLeave) {
    return 'outside';
  }
  const real = await realOf(path);
  return real === undefined ? 'missing' : { path: real };
}

function shownFrom(path: string, real: string, root: string): string {
  const shown = isInside(real, root)
    ? relative(root, real)
    : isInside(path, homedir())
      ? join('~', relative(homedir(), path))
      : path;
  return shown.split(sep).join('/');
}
