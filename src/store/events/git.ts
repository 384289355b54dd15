import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRefusal } from '../../core/basics/refusal.ts';
import { codeOf } from '../disk/fault.ts';
import { realOf } from '../disk/realInside.ts';
import { findProgram, pathOf, trustedPath } from '../programs/findProgram.ts';
import { programEnvironment } from '../programs/programEnvironment.ts';

/** How long git may take, in ms. */
const PATIENCE = 3000;

/** How much of what git prints is taken, in bytes. */
const MOST_OUTPUT = 16 * 1024 * 1024;

type Config = readonly (readonly [key: string, value: string])[];

/** How git is asked. */
export interface GitOptions {
  /** How long it may take, in ms; 0 where there is no limit. */
  readonly patience?: number;
  /** What git reads from its standard input; nothing if absent. */
  readonly input?: string;
  /** Variables that git gets besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** Configuration that goes before every other. */
  readonly config?: Config;
  /** Whether a remote may be spoken to, in the ways that the person's configuration allows. */
  readonly remote?: true;
  /** Each byte of the input and of what git prints is one character: names of files may be no UTF-8. */
  readonly encoding?: 'latin1';
}

/**
 * What git said: whether it ended with 0 and in time, whether it took too long, what it printed, and what it complained
 * of.
 */
export interface Said {
  readonly ok: boolean;
  readonly late: boolean;
  readonly out: string;
  readonly err: string;
}

/** Anything that asks git about a folder. */
export type Asker = Pick<Git, 'ask'>;

/** git, and where the programs may lie that it starts itself. */
interface Found {
  readonly program: string;
  readonly path: string;
}

/** What is set whatever a repository says. */
const SAFE: Config = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['log.showSignature', 'false'],
  // A repository can hold another one, with a configuration of its making, as plain files.
  ['safe.bareRepository', 'explicit'],
];

/** A path where nothing can be. */
const NO_FILE = '/dev/null/none';

/**
 * Asks git about a folder: nothing is fetched unless a remote is meant to be spoken to, no hook, pager, editor or
 * monitor is started, and git and what it starts are programs that the repository did not bring along (`findProgram`).
 * Arguments are ours; a text of the file may be one only where it was checked to be a commit.
 */
export class Git {
  private readonly folder: string;
  private found: Found | undefined;
  private isInRepository = false;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What git prints; undefined where there is no git, and where it ends with anything but 0 or not in time. */
  async ask(args: readonly string[], options?: GitOptions): Promise<string | undefined> {
    const said = await this.say(args, options);
    return said?.ok ? said.out : undefined;
  }

  /**
   * Runs git. Returns what it printed, even if it failed. Undefined if there is no git. For a folder in no repository
   * git is not started, because its answer is known.
   */
  async say(
    args: readonly string[],
    { patience = PATIENCE, input = '', config = [], env: more = {}, remote, encoding: bytes }: GitOptions = {},
  ): Promise<Said | undefined> {
    this.isInRepository ||= await mayBeInRepository(this.folder);
    if (!this.isInRepository) {
      return { ok: false, late: false, out: '', err: 'fatal: not a git repository' };
    }
    const found = (this.found ??= await findGit(this.folder));
    const encoding = bytes ?? 'utf8';
    if (found === undefined) {
      return undefined;
    }
    const { program, path } = found;
    const safe = remote ? SAFE : [...SAFE, ['protocol.allow', 'never'] as const];
    const env = {
      ...withConfig(ownEnvironment(programEnvironment(), path), config),
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      // A repository that was cloned in part has what is missing fetched, by a program that its configuration may name.
      // Older gits do not know the first variable; the second one goes before what a configuration allows.
      ...(!remote && { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: '' }),
      // What a repository would have git take for an object or its parents, in place of what it is, counts for nothing.
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_GRAFT_FILE: NO_FILE,
      LC_ALL: 'C',
      ...more,
    };
    return new Promise<Said>(resolve => {
      const child = execFile(
        program,
        ['--no-pager', ...safe.flatMap(([key, value]) => ['-c', `${key}=${value}`]), '-C', this.folder, ...args],
        // Not in the folder: on Windows programs of the current folder go before those of the path.
        { cwd: dirname(program), env, timeout: patience, maxBuffer: MOST_OUTPUT, windowsHide: true, encoding },
        (error, out, err) => resolve({ ok: !error, late: error?.killed === true, out, err }),
      );
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input, encoding);
      // More configuration than the system takes in an environment: git did not run.
    }).catch((error: unknown): Said => ({ ok: false, late: false, out: '', err: `fatal: ${String(error)}` }));
  }
}

/** Keys of a configuration may hold what `-c` would misread; the environment takes them whole. */
function withConfig(env: NodeJS.ProcessEnv, config: Config): NodeJS.ProcessEnv {
  const count = Number(env['GIT_CONFIG_COUNT'] ?? 0) || 0;
  const pairs = config.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${count + index}`, key],
    [`GIT_CONFIG_VALUE_${count + index}`, value],
  ]);
  return config.length === 0
    ? env
    : { ...env, ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(count + config.length) };
}

/**
 * What says of one repository where it is and what it holds (`git rev-parse --local-env-vars`): in a hook that runs
 * Defer it would point git at another repository than the folder's. Not the person's own configuration, by
 * GIT_CONFIG_COUNT or `git -c`, which git itself takes along to another repository.
 */
const OF_ONE_REPOSITORY: ReadonlySet<string> = new Set([
  ...['GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_COMMON_DIR', 'GIT_CONFIG', 'GIT_DIR', 'GIT_GRAFT_FILE'],
  ...['GIT_IMPLICIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_INTERNAL_SUPER_PREFIX', 'GIT_NO_REPLACE_OBJECTS'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_PREFIX', 'GIT_REPLACE_REF_BASE', 'GIT_SHALLOW_FILE', 'GIT_WORK_TREE'],
]);

/** The environment with nothing in it that is of another repository, and with this PATH. */
function ownEnvironment(env: NodeJS.ProcessEnv, path: string): NodeJS.ProcessEnv {
  const isKept = (name: string): boolean => name !== 'PATH' && !OF_ONE_REPOSITORY.has(name);
  const kept = Object.entries(env).filter(([name]) => isKept(name.toUpperCase()));
  return { ...Object.fromEntries(kept), PATH: path };
}

/**
 * Whether git could find a repository for a folder, that is, whether `.git` exists there or in a folder above. Git
 * accepts no bare repository (`safe.bareRepository`), and no variable names another one (`OF_ONE_REPOSITORY`).
 */
async function mayBeInRepository(folder: string): Promise<boolean> {
  const real = await realOf(folder);
  for (let at = real; at !== undefined; at = dirname(at) === at ? undefined : dirname(at)) {
    const found = await lstat(join(at, '.git')).catch(codeOf);
    if (found !== 'ENOENT' && found !== 'ENOTDIR') {
      return true;
    }
  }
  return real === undefined;
}

/** git from the PATH, and what of the PATH may choose the programs that it starts itself. */
async function findGit(folder: string): Promise<Found | undefined> {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const env = programEnvironment();
  const found = await findProgram(name, env, [folder]);
  return isRefusal(found) ? undefined : { program: found.path, path: await trustedPath(pathOf(env), [folder]) };
}
