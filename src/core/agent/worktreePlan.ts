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
  /** Sentences for a person about what a run there finds and what it does not. */
  readonly told: readonly string[];
}

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
 * Reads the person's setting `defer.worktree`: `{ "copy": [".env"], "link": ["node_modules"] }`. Undefined where there is
 * none; refused where it is something else. `where`: what the refusal calls it.
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
        `${where} must look like {"copy": [".env"], "link": ["node_modules"]}, with up to ${MOST} paths inside the checkout.`,
      );
}

/** A path from the top of the checkout on, with `/`; undefined where it could lead elsewhere, or to git or Defer itself. */
function plainPath(path: string): string | undefined {
  const parts = path.replaceAll('\\', '/').replace(/\/+$/, '').split('/');
  const isPlain = parts.every(part => part !== '' && part !== '.' && part !== '..' && !/[\0:]/.test(part));
  const isOurs = ['.git', '.sf'].includes(parts[0]?.toLowerCase() ?? '');
  return isPlain && !isOurs ? parts.join('/') : undefined;
}
