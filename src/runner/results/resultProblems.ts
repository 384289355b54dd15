import * as l10n from '@vscode/l10n';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import type { ResultProblem } from '../../verbs/resultDesk.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { endWorktree } from '../worktrees/endWorktree.ts';
import { isLateName } from '../worktrees/removeSeen.ts';
import { isKeptElsewhere } from '../worktrees/takeWork.ts';
import { worktreesFolder } from '../worktrees/worktreePlace.ts';
import { KEPT_FOR } from './discardWork.ts';
import type { Decider } from './keepWork.ts';
import { looseCommits } from './looseCommits.ts';
import { Git } from '../../store/events/git.ts';
import { QuietGit } from '../merge/quietGit.ts';
import { OWN_BRANCH, placeOf } from './resultPlace.ts';
import { writeResult, type ResultRecord } from './resultRecord.ts';
import { unknownWorktree } from '../worktrees/unknownWorktree.ts';

/** A problem, and what takes it away; `clean` gives false where it stays. */
interface Found extends ResultProblem {
  readonly clean?: () => Promise<boolean>;
}

/** What does not fit between the records, the worktrees and the branches of this machine. */
export async function resultProblems(by: Decider, records: readonly ResultRecord[]): Promise<readonly ResultProblem[]> {
  return (await findAll(by, records)).map(({ path, text }) => ({ path, text }));
}

/** Takes away what holds no change, and what was discarded more than 30 days ago. Gives what that was. */
export async function cleanResults(by: Decider, records: readonly ResultRecord[]): Promise<readonly ResultProblem[]> {
  const gone: ResultProblem[] = [];
  for (const { path, text, clean } of await findAll(by, records)) {
    if (await clean?.()) {
      gone.push({ path, text });
    }
  }
  return gone;
}

const findAll = async (by: Decider, records: readonly ResultRecord[]): Promise<readonly Found[]> => [
  ...(await strayWorktrees(by, records)),
  ...(await recordProblems(by, records)),
  ...(await strayBranches(records)),
];

/** Worktrees that no record names, and what is left of some that were being deleted. */
async function strayWorktrees({ home }: Decider, records: readonly ResultRecord[]): Promise<readonly Found[]> {
  const known = new Set(records.map(({ worktree }) => worktree));
  const folder = await worktreesFolder(home);
  const found: Found[] = [];
  for (const repository of await readdir(folder).catch(() => [])) {
    // Nothing behind a link is looked at.
    const around = join(folder, repository);
    const names = (await realOf(around)) === around ? await readdir(around).catch(() => []) : [];
    for (const name of names) {
      const path = join(around, name);
      const isFolder = (await lstat(path).catch(() => undefined))?.isDirectory() === true;
      if (name.endsWith('.gone') && isFolder) {
        const text = l10n.t('A worktree was being deleted here. All that was in it is kept elsewhere.');
        found.push({ path, text, clean: async () => remove(path) });
      } else if (isLateName(name) && isFolder) {
        const text = l10n.t(
          'A process that outlived its run wrote this after the worktree of the run was looked at. Look at it, and delete it.',
        );
        found.push({ path, text });
      } else if (!known.has(path)) {
        const text = l10n.t(
          'No run is known that made this worktree. Look at it, and delete it with "git worktree remove".',
        );
        found.push({ path, text, clean: async () => endUnknown(home, path) });
      }
    }
  }
  return found;
}

async function remove(path: string): Promise<boolean> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  return (await lstat(path).catch(() => undefined)) === undefined;
}

async function endUnknown(home: string, path: string): Promise<boolean> {
  const own = await unknownWorktree(path);
  return own !== undefined && (await endWorktree(home, own, { safeIn: own.base })) === undefined;
}

/** Records whose worktree is gone or should be, and refs of what was discarded long ago. */
async function recordProblems(by: Decider, records: readonly ResultRecord[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const record of records) {
    const { state, worktree, token, ref, decidedAt } = record;
    const isThere = (await lstat(worktree).catch(() => undefined)) !== undefined;
    const [run, title] = [token.slice(0, 8), cleanLine(record.title, 60)];
    const add = (text: string, clean?: () => Promise<boolean>): void => {
      found.push({ path: worktree, text, ...(clean && { clean }) });
    };
    const isOpen = state === 'unread' || state === 'read';
    const isOfAnother = records.some(
      one => one !== record && one.worktree === worktree && one.startedAt > record.startedAt,
    );
    if (isOpen && decidedAt !== undefined) {
      add(
        record.kept
          ? l10n.t('Run {0} ({1}) was being kept. "defer keep {0}" finishes it.', run, title)
          : l10n.t('Run {0} ({1}) was being discarded. "defer discard {0}" finishes it.', run, title),
      );
    } else if (isOpen && !isThere) {
      add(
        l10n.t(
          'Run {0} ({1}) has no worktree any more. "defer discard {0}" keeps its commits for 30 days.',
          run,
          title,
        ),
      );
    } else if (isThere && !isOfAnother && (state === 'nothing' || state === 'kept' || state === 'discarded')) {
      add(l10n.t('Run {0} ({1}) is over, and its worktree is still there.', run, title), () => endIfEmpty(by, record));
    }
    if (ref !== undefined && decidedAt !== undefined && by.clock.now() > decidedAt + KEPT_FOR) {
      add(
        l10n.t('Run {0} ({1}) was discarded more than 30 days ago, and is still kept under {2}.', run, title, ref),
        () => endRef(by, record, ref),
      );
    }
  }
  return found;
}

/** Takes the worktree of a run away where all that is in it is reached from elsewhere. */
async function endIfEmpty({ home }: Decider, record: ResultRecord): Promise<boolean> {
  const place = await placeOf(home, record);
  if (isRefusal(place)) {
    return false;
  }
  try {
    const loose = await looseCommits(place, record, { safe: [record.base] });
    if (isRefusal(loose) || loose.length > 0) {
      return false;
    }
    const how = { safeIn: place.head ?? record.base, keepsBranch: record.state === 'kept', opened: place.inside };
    return (await endWorktree(home, record, how)) === undefined;
  } finally {
    await place.inside?.end();
  }
}

async function endRef({ home }: Decider, record: ResultRecord, ref: string): Promise<boolean> {
  const git = await QuietGit.open(record.checkout);
  const gone = await git?.ask(['update-ref', '--no-deref', '-d', ref]);
  if (gone === undefined) {
    return false;
  }
  const { ref: _, ...rest } = record;
  await writeResult(home, rest);
  return true;
}

/** Branches that Defer makes for runs, in the repositories of the records, and that no record names. */
async function strayBranches(records: readonly ResultRecord[]): Promise<readonly Found[]> {
  const known = new Set(records.map(({ repository, branch }) => `${repository}\n${branch}`));
  const checkouts = new Map(records.map(({ repository, checkout }) => [repository, checkout]));
  const found: Found[] = [];
  for (const [repository, checkout] of checkouts) {
    const format = '%(refname)%00%(worktreepath)';
    const told = (await new Git(checkout).ask(['for-each-ref', `--format=${format}`, 'refs/heads/defer/'])) ?? '';
    for (const line of told.split('\n').filter(Boolean)) {
      const [ref = '', place = ''] = line.split('\0');
      const branch = ref.replace('refs/heads/', '');
      if (OWN_BRANCH.test(branch) && place === '' && !known.has(`${repository}\n${branch}`)) {
        const text = l10n.t(
          'No run is known that made the branch {0}. Look at it, and delete it with "git branch -D".',
          branch,
        );
        found.push({ path: checkout, text, clean: () => endBranch({ checkout, repository, branch }) });
      }
    }
  }
  return found;
}

async function endBranch(at: {
  readonly checkout: string;
  readonly repository: string;
  readonly branch: string;
}): Promise<boolean> {
  const git = await QuietGit.open(at.checkout);
  const ref = `refs/heads/${at.branch}`;
  const tip = await git?.line(['rev-parse', '--verify', '--quiet', ref]);
  return (
    tip !== undefined &&
    (await isKeptElsewhere({ ...at, worktree: '', base: '' }, tip)) &&
    (await git?.ask(['update-ref', '--no-deref', '-d', ref, tip])) !== undefined
  );
}
