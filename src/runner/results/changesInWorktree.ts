import { isRefusal } from '../../core/basics/refusal.ts';
import { looseCommits } from './looseCommits.ts';
import { changesBetween, type SeenChanges } from '../changes/watchChanges.ts';
import { Snapshots } from '../changes/snapshot.ts';
import { OpenWorktree, tipOf, type OwnWorktree } from '../worktrees/lookIntoWorktree.ts';

/** What a run left in its worktree. */
export interface LeftInWorktree {
  /** Counted from the worktree's base, whatever earlier runs in it did; absent where nothing could be found out. */
  readonly seen?: SeenChanges;
  /** Whether it is known that it holds nothing: no commit, no change, no file that git does not ignore. */
  readonly isNothing: boolean;
}

/**
 * Looks what is in a worktree. Where it is gone, or is none any more, its branch tells of the commits. Nothing of the
 * repository is started, and nothing is written to it. Never fails.
 */
export async function changesInWorktree(own: OwnWorktree): Promise<LeftInWorktree> {
  try {
    const opened = await OpenWorktree.open(own);
    return opened ? await inside(own, opened) : await ofBranch(own);
  } catch {
    return { isNothing: false };
  }
}

async function inside(own: OwnWorktree, opened: OpenWorktree): Promise<LeftInWorktree> {
  try {
    return await leftIn(own, opened);
  } finally {
    await opened.end();
  }
}

async function leftIn(own: OwnWorktree, opened: OpenWorktree): Promise<LeftInWorktree> {
  const { base } = own;
  const snapshots = await opened.look();
  const { head: at, headTree, tip } = opened.whole;
  const commits = { ...(at !== undefined && { head: at }), ...(headTree !== undefined && { headTree }) };
  const now = { ...commits, ...(await snapshots.files()) };
  const seen = await changesBetween(snapshots, { head: base, tree: base }, now, tip);
  if (!seen) {
    return { isNothing: false };
  }
  const { head, files, dirty } = seen.changes;
  const isUnmoved = head === base && tip === base && seen.changes.commits === 0;
  const isClean = files === 0 && dirty === false && seen.untaken.length === 0;
  return { seen, isNothing: isUnmoved && isClean && (await hasNoLoose(own, opened, { head, tip })) };
}

/** Whether no commit is in it that the agent took back, or left behind on no branch. */
async function hasNoLoose(
  own: OwnWorktree,
  inside: OpenWorktree,
  at: { readonly head: string; readonly tip: string },
): Promise<boolean> {
  const loose = await looseCommits({ git: inside.git, inside, ...at }, own, { safe: [own.base] });
  return !isRefusal(loose) && loose.length === 0;
}

/** What was not committed went with the worktree, so of that nothing is known. */
async function ofBranch({ checkout, branch, base }: OwnWorktree): Promise<LeftInWorktree> {
  const tip = await tipOf(checkout, branch);
  const seen =
    tip === undefined || tip === base
      ? undefined
      : await withSnapshots(checkout, async snapshots => {
          const files = (await snapshots.between(base, tip)) ?? [];
          const commits = await snapshots.commits(base, tip);
          const sum = (name: 'insertions' | 'deletions'): number =>
            files.reduce((total, file) => total + (file[name] ?? 0), 0);
          const counts = { files: files.length, insertions: sum('insertions'), deletions: sum('deletions') };
          return {
            changes: { base, head: tip, ...(commits !== undefined && { commits }), ...counts },
            ...{ files, untaken: [] },
          };
        });
  return { ...(seen && { seen }), isNothing: false };
}

async function withSnapshots(
  folder: string,
  look: (snapshots: Snapshots) => Promise<SeenChanges | undefined>,
): Promise<SeenChanges | undefined> {
  const snapshots = await Snapshots.of(folder, { all: true });
  try {
    return snapshots && (await look(snapshots));
  } finally {
    await snapshots?.end().catch(() => undefined);
  }
}
