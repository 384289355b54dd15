import type { ChangedFile, RunChanges } from '../../core/rows/runChanges.ts';
import { Snapshots, type Moment } from './snapshot.ts';

/** What a run changed: what the schedule keeps, and the files, which stay on this machine. */
export interface SeenChanges {
  readonly changes: RunChanges;
  readonly files: readonly ChangedFile[];
  /** What lies there after it and git cannot take down, such as another repository. It is in no count. */
  readonly untaken: readonly string[];
}

/** Sees what becomes of a checkout from now on. */
export interface ChangeWatch {
  /** What changed since. Undefined where nothing of it could be found out. Ends the watch. */
  end(): Promise<SeenChanges | undefined>;
}

/**
 * Begins to watch the checkout around a folder. Undefined where it is in no git repository, or there is no git. Never
 * fails: a run is worth more than its record.
 */
export async function watchChanges(folder: string): Promise<ChangeWatch | undefined> {
  const snapshots = await Snapshots.of(folder).catch(() => undefined);
  if (!snapshots) {
    return undefined;
  }
  const before = await snapshots.take().catch((): Moment => ({}));
  return {
    async end() {
      try {
        return await changesBetween(snapshots, before, await snapshots.take());
      } catch {
        return undefined;
      } finally {
        await snapshots.end().catch(() => undefined);
      }
    },
  };
}

/**
 * Where the changes of a run are counted from: a commit, and the tree of the files at that moment or a commit that has
 * it.
 */
export type Beginning = Pick<Moment, 'head' | 'tree'>;

/**
 * The changes between a moment and now. `after`: now. `beside`: a commit that counts as checked out. Undefined where
 * nothing could be found out.
 */
export async function changesBetween(
  snapshots: Snapshots,
  before: Beginning,
  after: Moment,
  beside?: string,
): Promise<SeenChanges | undefined> {
  const { head: base } = before;
  const heads = [after.head, beside].filter(head => head !== undefined);
  const commits = after.head === undefined ? undefined : await snapshots.commits(base, ...heads);
  const { head, headTree, tree } = after;
  const differences = async (from: string | undefined): Promise<readonly ChangedFile[] | undefined> =>
    from === undefined || tree === undefined ? undefined : snapshots.between(from, tree);
  const left = await differences(headTree === tree ? tree : head);
  // If the run began at the commit that is checked out now, both questions have one answer.
  const isSame = before.tree !== undefined && (before.tree === head || before.tree === headTree);
  const compared = isSame ? left : await differences(before.tree);
  const sum = (lines: (file: ChangedFile) => number | undefined): number =>
    (compared ?? []).reduce((total, file) => total + (lines(file) ?? 0), 0);
  const changes: RunChanges = {
    ...(base !== undefined && { base }),
    ...(after.head !== undefined && { head: after.head }),
    ...(commits !== undefined && { commits }),
    ...(compared && {
      files: compared.length,
      insertions: sum(file => file.insertions),
      deletions: sum(file => file.deletions),
    }),
    ...(left && { dirty: left.length > 0 }),
  };
  const { left: untaken = [] } = after;
  return Object.keys(changes).length === 0 ? undefined : { changes, files: compared ?? [], untaken };
}
