import * as l10n from '@vscode/l10n';
import type { Entry } from '../entry/entry.ts';
import { memberOf, recordIn } from '../rows/fieldValues.ts';

/**
 * Where the work stood when an entry was scheduled (`origin` of its row). Read from the file: nothing in it is trusted.
 */
export interface Origin {
  /** The whole id of the commit that was checked out, in hex digits. */
  readonly commit?: string;
  readonly branch?: string;
  /** Whether tracked files had changes that were not committed. */
  readonly dirty?: boolean;
  /**
   * By path from the folder on, with `/`: the first 16 hex digits of the SHA-256 of the file, null where there was
   * none.
   */
  readonly artifacts: Readonly<Record<string, string | null>>;
}

/** How the same things stand now. A path that cannot be looked at is not among the artifacts. */
export interface Standing extends Origin {
  /** How far the commit is from the origin's, where that was counted; `unknown` where git does not have that one. */
  readonly distance?: { readonly ahead: number; readonly behind: number } | 'unknown';
}

/** How many artifacts an origin has at most. */
export const MOST_ARTIFACTS = 50;

/** How many of them are named one by one. */
const MOST_NAMED = 10;

/** What may be given to git as a commit. */
const COMMIT = /^[0-9a-f]{7,64}$/;
const HASH = /^[0-9a-f]{16}$/;

/** The origin of an entry; undefined where its row tells nothing that can be used. */
export function originOf({ fields }: Entry): Origin | undefined {
  const origin = recordIn(fields, 'origin');
  const [commit, branch, dirty] = ['commit', 'branch', 'dirty'].map(name => memberOf(origin, name));
  const isCommit = typeof commit === 'string' && COMMIT.test(commit);
  const hashes = Object.entries(recordIn(origin, 'artifacts')).filter(
    (pair): pair is [string, string | null] =>
      isLine(pair[0]) && (pair[1] === null || (typeof pair[1] === 'string' && HASH.test(pair[1]))),
  );
  return !isCommit && hashes.length === 0
    ? undefined
    : {
        ...(isCommit && { commit }),
        ...(isCommit && typeof branch === 'string' && isLine(branch) && { branch }),
        ...(isCommit && typeof dirty === 'boolean' && { dirty }),
        artifacts: Object.fromEntries(hashes.slice(0, MOST_ARTIFACTS)),
      };
}

const isLine = (text: string): boolean =>
  text.trim() !== '' && text.length <= 1024 && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);

/** `3f2a91c on main, with changes that were not committed`; undefined where git said nothing. */
export function originText(origin: Origin): string | undefined {
  const place = placeText(origin);
  return place && (origin.dirty === true ? l10n.t('{0}, with changes that were not committed', place) : place);
}

/**
 * What changed since an entry was scheduled, as one sentence for the agent; undefined where nothing did. `remarks` are
 * clauses of ours that come last. `approved`: the only names that may stand in it, for a run that nobody watches
 * (docs/security.md, rule 8). Other artifacts are counted, branches are not named, and of commits only those that git
 * knows are.
 */
export function driftText(
  origin: Origin | undefined,
  now: Standing | undefined,
  remarks: readonly string[] = [],
  approved?: ReadonlySet<string>,
): string | undefined {
  const moved = origin && now ? placeClause(origin, now, approved) : [];
  const clauses = origin && now ? [...commitClauses(origin, now), ...artifactClauses(origin, now, { approved })] : [];
  const all = [...moved, ...clauses, ...remarks];
  if (all.length === 0) {
    return undefined;
  }
  const place = origin && (approved ? knownCommit(origin, now) : placeText(origin));
  if (place === undefined) {
    return l10n.t('Since it was scheduled: {0}.', all.join('; '));
  }
  return moved.length > 0
    ? l10n.t('Scheduled at {0}, {1}.', place, all.join('; '))
    : l10n.t('Scheduled at {0}; {1}.', place, all.join('; '));
}

/**
 * What changed, in a few words for a list: `other branch, 2 artifacts changed`; undefined where nothing did. That a
 * branch has gone on is the course of things: another commit is told only where there is no branch.
 */
export function driftMark(origin: Origin, now: Standing): string | undefined {
  const changed = artifactClauses(origin, now, { most: Number.POSITIVE_INFINITY }).length;
  const isOtherBranch = origin.branch !== now.branch && now.commit !== undefined && origin.commit !== undefined;
  const marks = [
    now.branch === undefined && isElsewhere(origin, now) && l10n.t('other commit'),
    isOtherBranch && l10n.t('other branch'),
    changed > 0 && changedText(changed),
  ].filter(mark => mark !== false);
  return marks.length === 0 ? undefined : marks.join(', ');
}

/** An abbreviated id is the commit that it begins. */
const isElsewhere = ({ commit }: Origin, now: Standing): boolean =>
  commit !== undefined && now.commit !== undefined && !now.commit.startsWith(commit);

/** The commit of an origin, abbreviated, where git has it: then it is no text that somebody made up. */
const knownCommit = ({ commit }: Origin, now: Standing | undefined): string | undefined =>
  now?.commit === undefined || now.distance === 'unknown' ? undefined : commit?.slice(0, 7);

function commitClauses(origin: Origin, now: Standing): readonly string[] {
  if (origin.commit === undefined || now.commit === undefined) {
    return [];
  }
  const dirty =
    origin.dirty === false && now.dirty === true
      ? [l10n.t('tracked files have changes that are not committed')]
      : origin.dirty === true && now.dirty === false
        ? [l10n.t('the changes that were not committed then are committed or gone')]
        : [];
  const unknown = now.distance === 'unknown' ? [l10n.t('this repository does not have the commit of then')] : [];
  return [...unknown, ...dirty];
}

/** Where the work is now, where that is another commit or branch: `now 3 commits later on main`. */
function placeClause(origin: Origin, now: Standing, approved?: ReadonlySet<string>): readonly string[] {
  if (origin.commit === undefined || now.commit === undefined) {
    return [];
  }
  const way = isElsewhere(origin, now) ? distanceText(now) : undefined;
  if (origin.branch === now.branch) {
    return way === undefined ? [] : [l10n.t('now {0}', way)];
  }
  if (now.branch === undefined) {
    return [way === undefined ? l10n.t('now on no branch') : l10n.t('now {0} on no branch', way)];
  }
  const branch = approved ? undefined : named(now.branch);
  if (branch === undefined) {
    return [way === undefined ? l10n.t('now on another branch') : l10n.t('now {0} on another branch', way)];
  }
  return [way === undefined ? l10n.t('now on {0}', branch) : l10n.t('now {0} on {1}', way, branch)];
}

function distanceText({ commit = '', distance }: Standing): string {
  if (distance === undefined || distance === 'unknown') {
    return l10n.t('at {0}', commit.slice(0, 7));
  }
  const { ahead, behind } = distance;
  if (behind === 0) {
    return ahead === 1 ? l10n.t('1 commit later') : l10n.t('{0} commits later', ahead);
  }
  if (ahead === 0) {
    return behind === 1 ? l10n.t('1 commit earlier') : l10n.t('{0} commits earlier', behind);
  }
  return ahead === 1
    ? l10n.t('1 commit ahead and {0} behind', behind)
    : l10n.t('{0} commits ahead and {1} behind', ahead, behind);
}

interface Naming {
  /** How many artifacts are named one by one. */
  readonly most?: number;
  /** The only ones that may be named; all where it is not given. */
  readonly approved?: ReadonlySet<string> | undefined;
}

function artifactClauses(origin: Origin, now: Standing, { most = MOST_NAMED, approved }: Naming): readonly string[] {
  const changed = Object.entries(origin.artifacts).flatMap(([path, before]) => {
    const after = Object.hasOwn(now.artifacts, path) ? now.artifacts[path] : undefined;
    return after === undefined || after === before ? [] : [{ path, before, after }];
  });
  const clauses = changed
    .filter(({ path }) => approved?.has(path) ?? true)
    .slice(0, most)
    .map(({ path, before, after }) => {
      return after === null
        ? l10n.t('{0} is gone', named(path))
        : before === null
          ? l10n.t('{0} is there now', named(path))
          : l10n.t('{0} changed', named(path));
    });
  const rest = changed.length - clauses.length;
  return rest > 0 ? [...clauses, clauses.length === 0 ? changedText(rest) : moreChangedText(rest)] : clauses;
}

const changedText = (count: number): string =>
  count === 1 ? l10n.t('1 artifact changed') : l10n.t('{0} artifacts changed', count);

const moreChangedText = (count: number): string =>
  count === 1 ? l10n.t('1 more artifact changed') : l10n.t('{0} more artifacts changed', count);

function placeText({ commit, branch }: Origin): string | undefined {
  const id = commit?.slice(0, 7);
  return id === undefined || branch === undefined ? id : l10n.t('{0} on {1}', id, named(branch));
}

/** A name of the file within a sentence of ours: in quotes where it could pass for part of the sentence. */
const named = (name: string): string =>
  /^[\p{L}\p{N}_./@+=~-]{1,200}$/u.test(name) ? name : JSON.stringify(name.slice(0, 200));
