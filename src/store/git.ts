import { execFile } from 'node:child_process';
import { realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { isInside } from './inside.ts';

/** How long git may take, in ms. */
const PATIENCE = 3000;

/** How git is asked. */
export interface GitOptions {
  readonly patience?: number;
  /** Variables that git gets besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** Configuration that goes before every other. */
  readonly config?: readonly (readonly [key: string, value: string])[];
}

/** What git said: whether it ended with 0 and in time, and what it printed. */
export interface Said {
  readonly ok: boolean;
  readonly out: string;
}

/**
 * Asks git about a folder: nothing is fetched, no hook, pager, editor or monitor is started, and the program is one
 * outside of the folder. Arguments are ours; a text of the file may be one only where it was checked to be a commit.
 */
export class Git {
  private readonly folder: string;
  private program: Promise<string | undefined> | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What git prints; undefined where there is no git, and where it ends with anything but 0 or not in time. */
  async ask(args: readonly string[], options?: GitOptions): Promise<string | undefined> {
    const said = await this.say(args, options);
    return said?.ok ? said.out : undefined;
  }

  /** The same with what it printed where it did not end well; undefined where there is no git. Its input is empty. */
  async say(
    args: readonly string[],
    { patience = PATIENCE, config = [], env: more = {} }: GitOptions = {},
  ): Promise<Said | undefined> {
    const program = await (this.program ??= findGit(this.folder));
    if (program === undefined) {
      return undefined;
    }
    const safe = [
      '--no-pager',
      '-c',
      'core.fsmonitor=false',
      '-c',
      'core.hooksPath=/dev/null',
      '-c',
      'log.showSignature=false',
      // A repository can hold another one, with a configuration of its making, as plain files.
      '-c',
      'safe.bareRepository=explicit',
    ];
    const env = {
      ...withConfig(process.env, config),
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_LAZY_FETCH: '1',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
      ...more,
    };
    return new Promise(resolve => {
      const child = execFile(
        program,
        [...safe, '-C', this.folder, ...args],
        // Not in the folder: on Windows programs of the current folder go before those of the path.
        {
          cwd: dirname(program),
          env: withoutRepository(env),
          timeout: patience,
          maxBuffer: 16 * 1024 * 1024,
          windowsHide: true,
        },
        (error, out) => resolve({ ok: !error, out }),
      );
      child.stdin?.on('error', () => undefined);
      child.stdin?.end();
    });
  }
}

/** Keys of a configuration may hold what `-c` would misread; the environment takes them whole. */
function withConfig(env: NodeJS.ProcessEnv, config: NonNullable<GitOptions['config']>): NodeJS.ProcessEnv {
  const count = Number(env['GIT_CONFIG_COUNT'] ?? 0) || 0;
  const pairs = config.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${count + index}`, key],
    [`GIT_CONFIG_VALUE_${count + index}`, value],
  ]);
  return config.length === 0
    ? env
    : { ...env, ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(count + config.length) };
}

/** Without what would point git at another repository than the folder's, as in a hook that runs Defer. */
function withoutRepository(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_COMMON_DIR: _common, ...rest } = env;
  return rest;
}

/** git from the path, absolute; never one that lies in the folder. */
async function findGit(folder: string): Promise<string | undefined> {
  const own = await realpath(folder).catch(() => folder);
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const place of (process.env['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(place)) {
      continue;
    }
    const program = await realpath(join(place, name)).catch(() => undefined);
    if (program !== undefined && !isInside(program, own) && (await stat(program)).isFile()) {
      return program;
    }
  }
  return undefined;
}
