import * as l10n from '@vscode/l10n';
import { isRecord, isTexts, memberOf, recordOf } from '../rows/fieldValues.ts';
import { refusal, type Refusal } from '../basics/refusal.ts';

/** The worktree that a run is to work in. All paths are real paths. */
export interface WorktreePlan {
  /** The top of the checkout that it is made from, and the git folder that both share. */
  readonly checkout: string;
  readonly repository: string;
  /** The commit that it begins, or began, at, as hex digits. */
  readonly base: string;
  /** The folder that the run works in, from the top on, with `/`; empty at the top. */
  readonly prefix: string;
  /** The title of the entry. */
  readonly title: string;
  /**
   * What the branch is called after, which the agent can see: the title, of a run that nobody watches as far as that is
   * approved (docs/security.md, rule 8).
   */
  readonly branchWords: string;
  /** The key of the conversation whose runs share the worktree; absent where the run has one of its own. Hex digits. */
  readonly key?: string;
  /** The token of the run whose worktree it goes on in, with the work that is there. */
  readonly goesOn?: string;
  /** What the person's own settings bring along of what git ignores. */
  readonly brings: Brings;
  /** What a run there finds and what it does not; absent where nobody asked. */
  readonly told?: PlaceFacts;
}

/** What is to be said of a worktree. Only commits and counts of this machine, and the name of the branch. */
export type PlaceFacts =
  | {
      readonly kind: 'copy';
      /** The commit that is checked out, as hex digits. */
      readonly head: string;
      /** Absent for a run that nobody watches (docs/security.md, rule 8), and where there is none. */
      readonly branch?: string;
      /** How many files of the checkout are not as they were committed; absent where git does not tell. */
      readonly changed?: number;
      /** How many files git would run through a filter. */
      readonly pointers: number;
    }
  | {
      readonly kind: 'goesOn';
      /** The commit that the worktree began at, as hex digits. */
      readonly base: string;
      /** How many commits the checkout has since. */
      readonly later: number;
    };

/** What a run in a worktree finds there and what it does not, as sentences. */
export function placeSentences(facts: PlaceFacts): readonly string[] {
  if (facts.kind === 'goesOn') {
    return [goesOnText(facts.base.slice(0, 7), facts.later)];
  }
  const { head, branch, changed, pointers } = facts;
  const from = l10n.t('{0} at {1}', branch === undefined ? l10n.t('the checkout') : named(branch), head.slice(0, 7));
  return [
    copyText(from, changed),
    ...(pointers === 0
      ? []
      : [
          pointers === 1
            ? l10n.t('1 file that git would run through a filter, such as a large file, is in it as git stores it.')
            : l10n.t(
                '{0} files that git would run through a filter, such as large files, are in it as git stores them.',
                pointers,
              ),
        ]),
  ];
}

function copyText(from: string, changed: number | undefined): string {
  switch (changed) {
    case undefined:
      return l10n.t('Works on a copy of {0}; what is not committed in the checkout is not in it.', from);
    case 0:
      return l10n.t('Works on a copy of {0}.', from);
    case 1:
      return l10n.t('Works on a copy of {0}; 1 changed file of the checkout is not in it.', from);
    default:
      return l10n.t('Works on a copy of {0}; {1} changed files of the checkout are not in it.', from, changed);
  }
}

function goesOnText(base: string, later: number): string {
  switch (later) {
    case 0:
      return l10n.t(
        'Goes on in a copy of the checkout at {0}, where work of an earlier run is that nobody has kept or discarded.',
        base,
      );
    case 1:
      return l10n.t(
        'Goes on in a copy of the checkout at {0}, where work of an earlier run is that nobody has kept or discarded; the checkout has 1 commit since, not in it.',
        base,
      );
    default:
      return l10n.t(
        'Goes on in a copy of the checkout at {0}, where work of an earlier run is that nobody has kept or discarded; the checkout has {1} commits since, not in it.',
        base,
        later,
      );
  }
}

/** The name of a branch within a sentence: in quotes where it could pass for part of it. */
const named = (name: string): string => (/^[\p{L}\p{N}_./@+=~-]{1,200}$/u.test(name) ? name : JSON.stringify(name));

/** The parts of a checkout that come along into a worktree though git ignores them; paths from the top on, with `/`. */
export interface Brings {
  /** Files, and folders with all that is in them, that are copied. */
  readonly copy: readonly string[];
  /** Folders and files that a link leads to. */
  readonly link: readonly string[];
}

/** Nothing comes along. */
export const BRINGS_NOTHING: Brings = { copy: [], link: [] };

/** How many paths a person may name. */
const MOST = 50;

/**
 * Reads the person's setting `defer.worktree`: `{ "copy": [".env"], "link": ["node_modules"] }`. Undefined where there
 * is none; refused where it is something else. `where`: what the refusal calls it.
 */
export function readBrings(value: unknown, where: string): Brings | Refusal | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const members = recordOf(value);
  const lists = (['copy', 'link'] as const).map(name => memberOf(members, name) ?? []);
  const [copy = [], link = []] = lists.map(list => (isTexts(list) ? list.map(plainPath) : undefined));
  const isKnown = isRecord(value) && Object.keys(value).every(name => name === 'copy' || name === 'link');
  const isRead = lists.every(isTexts) && [...copy, ...link].every(path => path !== undefined);
  return isKnown && isRead && copy.length + link.length <= MOST
    ? { copy: copy.flatMap(path => path ?? []), link: link.flatMap(path => path ?? []) }
    : refusal(
        l10n.t(
          '{0} must look like {"copy": [".env"], "link": ["node_modules"]}, with up to {1} paths inside the checkout.',
          where,
          MOST,
        ),
      );
}

/**
 * A path from the top of the checkout on, with `/`; undefined where it could lead elsewhere, or to git or Defer itself.
 */
function plainPath(path: string): string | undefined {
  const parts = path.replaceAll('\\', '/').replace(/\/+$/, '').split('/');
  const isPlain = parts.every(part => part !== '' && part !== '.' && part !== '..' && !/[\0:]/.test(part));
  const isOurs = ['.git', '.sf'].includes(parts[0]?.toLowerCase() ?? '');
  return isPlain && !isOurs ? parts.join('/') : undefined;
}
