import * as l10n from '@vscode/l10n';
import { MINUTE, SECOND } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { Git, type GitOptions, type Said } from '../../store/events/git.ts';
import { configuredNames, filtersOff } from '../../store/events/gitFilters.ts';

/** How long git may take, in ms: a person waits for it. */
const PATIENCE = 2 * MINUTE;

/** What a configuration could have git start, or do beside what it is asked for. */
const CONFIG: NonNullable<GitOptions['config']> = [
  ['commit.gpgSign', 'false'],
  ['rerere.enabled', 'false'],
  ['submodule.recurse', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['i18n.commitEncoding', 'UTF-8'],
];

/** The name of a branch that is checked out. */
const BRANCH = /^branch\..*\.mergeoptions$/i;

/**
 * Git in a checkout whose configuration starts nothing: no hook, filter, merge driver, signing program, editor, pager
 * or monitor. A merge driver that is configured makes a conflict instead.
 */
export class QuietGit {
  private readonly git: Git;
  private readonly config: NonNullable<GitOptions['config']>;
  private readonly names: ReadonlySet<string>;

  private constructor(
    folder: string,
    git: Git,
    config: NonNullable<GitOptions['config']>,
    names: readonly string[],
    filters: ReadonlySet<string>,
  ) {
    this.folder = folder;
    this.git = git;
    this.config = config;
    this.names = new Set(names);
    this.filters = filters;
  }

  /** Where it is asked. */
  readonly folder: string;

  /** The names of the filters that have a program in the configuration. */
  readonly filters: ReadonlySet<string>;

  /**
   * Undefined where there is no git, where git does not list its configuration, or where the folder is in no
   * repository. `git`: a `Git` of the folder. One that was used before has already found its program.
   */
  static async open(folder: string, git = new Git(folder)): Promise<QuietGit | undefined> {
    const names = await configuredNames(git);
    if (names === undefined) {
      return undefined;
    }
    const filters = filtersOff(names);
    const off = [...new Set(names)].flatMap((name): NonNullable<GitOptions['config']> => {
      const stem = name.slice(0, name.lastIndexOf('.'));
      // Exit code 1 is what a driver says to a conflict. An empty one would take our side without a word.
      return name.startsWith('merge.') && name.endsWith('.driver')
        ? [[name, 'exit 1']]
        : name.startsWith('hook.')
          ? [[`${stem}.enabled`, 'false']]
          : BRANCH.test(name)
            ? [[name, '']]
            : [];
    });
    const own = filters.map(([key]) => key.slice('filter.'.length, key.lastIndexOf('.')));
    return new QuietGit(folder, git, [...CONFIG, ...filters, ...off], names, new Set(own));
  }

  /**
   * Whether a setting of this name exists, even if it is switched off. `name`: in lower case, as `core.sparsecheckout`.
   */
  configures(name: string): boolean {
    return this.names.has(name);
  }

  /** What git prints; undefined where it ends with anything but 0, or not in time. */
  async ask(args: readonly string[], options?: GitOptions): Promise<string | undefined> {
    const said = await this.say(args, options);
    return said.ok ? said.out : undefined;
  }

  /** The one line that git prints; undefined where there is none. */
  async line(args: readonly string[], options?: GitOptions): Promise<string | undefined> {
    return (await this.ask(args, options))?.replace(/\r?\n$/, '') || undefined;
  }

  /** Runs git, and gives what it said. */
  async say(args: readonly string[], { config = [], ...options }: GitOptions = {}): Promise<Said> {
    const given = { patience: PATIENCE, ...options, config: [...this.config, ...config] };
    return (await this.git.say(args, given)) ?? { ok: false, late: false, out: '', err: '' };
  }
}

/** Why git did not do what it was asked for: its first complaint, cleaned. */
export function complaintOf({ err, late }: Said): string {
  if (late) {
    return l10n.t('git took longer than {0} seconds', PATIENCE / SECOND);
  }
  const line = err.split('\n').find(one => /^(?:fatal|error): /.test(one)) ?? '';
  return cleanLine(line.replace(/^\w+: /, '').replace(/[.:]$/, '')) || l10n.t('git refused');
}
