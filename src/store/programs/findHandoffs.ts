import { execFile } from 'node:child_process';
import { lstat, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { isRefusal } from '../../core/basics/refusal.ts';
import { SECOND } from '../../core/basics/time.ts';
import type { Elsewhere } from '../../core/exchange/elsewhere.ts';
import { realInside, realOf } from '../disk/realInside.ts';
import { readSmallFile } from '../disk/smallFile.ts';
import { findProgram } from './findProgram.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long crontab may take to print, in ms, and how much. */
const PATIENCE = 3 * SECOND;
const MOST_OUTPUT = 1024 * 1024;
/** How many files of a folder are looked at. */
const MOST_FILES = 200;

/**
 * Who calls Defer for a schedule without a person, as `defer handoff` wrote it down for them: the crontab of this
 * person, a timer of systemd that is enabled, a launch agent, a workflow of the repository. What cannot be read counts
 * as not there. `folders`: others that no program may come from.
 */
export async function findHandoffs(
  folder: string,
  scope: 'project' | 'global',
  folders: readonly string[] = [],
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly Elsewhere[]> {
  const place = (await realOf(folder)) ?? folder;
  const words = scope === 'global' ? '--scope global run --due' : `--dir ${place} run --due`;
  const found = await Promise.all([
    platform === 'win32' ? [] : inCrontab(words, env, [folder, ...folders]),
    platform === 'linux' ? inSystemd(words, env) : [],
    platform === 'darwin' ? inLaunchd(words) : [],
    scope === 'global' ? [] : inWorkflows(place),
  ]);
  return found.flat();
}

async function inCrontab(words: string, env: Environment, folders: readonly string[]): Promise<readonly Elsewhere[]> {
  const program = await findProgram('crontab', env, folders);
  if (isRefusal(program)) {
    return [];
  }
  const text = await new Promise<string>(resolve => {
    const options = {
      cwd: dirname(program.path),
      timeout: PATIENCE,
      maxBuffer: MOST_OUTPUT,
      encoding: 'utf8' as const,
    };
    execFile(program.path, ['-l'], options, (error, out) => resolve(error ? '' : out)).stdin?.end();
  });
  return says(text, words) ? [{ scheduler: 'cron' }] : [];
}

async function inSystemd(words: string, env: Environment): Promise<readonly Elsewhere[]> {
  const units = join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'systemd', 'user');
  const found: Elsewhere[] = [];
  for (const { name, text } of await textsIn(units, /\.service$/)) {
    const timer = name.replace(/service$/, 'timer');
    const isEnabled = await lstat(join(units, 'timers.target.wants', timer)).catch(() => undefined);
    if (isEnabled && says(text, words)) {
      found.push({ scheduler: 'systemd', where: timer });
    }
  }
  return found;
}

/** launchd loads every agent of this folder when the person logs in, except disabled ones. */
async function inLaunchd(words: string): Promise<readonly Elsewhere[]> {
  const agents = await textsIn(join(homedir(), 'Library', 'LaunchAgents'), /\.plist$/);
  return agents.flatMap(({ name, text }): readonly Elsewhere[] => {
    const called = [...text.matchAll(/<string>([^<]*)<\/string>/g)].map(([, word = '']) => wordOfXml(word)).join(' ');
    const isOn = !/<key>Disabled<\/key>\s*<true\/>/.test(text);
    return isOn && says(called, words) ? [{ scheduler: 'launchd', where: name }] : [];
  });
}

/** Decodes the entities of an XML text. */
const wordOfXml = (text: string): string =>
  text.replace(/&(?:(amp|lt|gt)|#x([\da-f]{1,6}));/gi, (whole, name: string | undefined, code: string) =>
    name === undefined ? String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)) : (SIGNS[name] ?? whole),
  );

const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

async function inWorkflows(folder: string): Promise<readonly Elsewhere[]> {
  const root = await rootOf(folder);
  if (root === undefined) {
    return [];
  }
  const inside = relative(root, folder).split(sep).join('/');
  // A repository may have made a link of this folder.
  const workflows = await realInside(root, '.github/workflows');
  const found = typeof workflows === 'object' ? await textsIn(workflows.path, /\.ya?ml$/) : [];
  return found.flatMap(({ name, text }): readonly Elsewhere[] => {
    const works = /^[ \t]*working-directory:[ \t]*(.+)$/m.exec(text)?.[1];
    const isHere = (works === undefined ? '' : plain(works).trim()) === inside;
    return isHere && says(text, 'defer run --due') ? [{ scheduler: 'github', where: `.github/workflows/${name}` }] : [];
  });
}

/** The folder of a repository that a folder is in; undefined where it is in none. */
async function rootOf(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if (await lstat(join(at, '.git')).catch(() => undefined)) {
      return at;
    }
    if (dirname(at) === at) {
      return undefined;
    }
  }
}

/** The texts of the plain files of a folder whose names fit. */
async function textsIn(
  folder: string,
  names: RegExp,
): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const all = (await readdir(folder).catch(() => [])).filter(name => names.test(name)).sort();
  const texts = await Promise.all(
    all.slice(0, MOST_FILES).map(async name => {
      const read = await readSmallFile(join(folder, name));
      return read === undefined || isRefusal(read) ? [] : [{ name, text: read.text }];
    }),
  );
  return texts.flat();
}

/** Whether a line that is no comment has these words, however its file quotes them. */
const says = (text: string, words: string): boolean =>
  text.split('\n').some(line => !/^\s*#/.test(line) && `${plain(line)} `.includes(` ${plain(words)} `));

/** A line without the signs with which shells, crontabs, units and YAML quote and escape (`handoffText`). */
const plain = (line: string): string => line.replace(/["'\\%]/g, '');
