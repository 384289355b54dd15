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
        return await changesSince(snapshots, before);
      } catch {
        return undefined;
      } finally {
        await snapshots.end().catch(() => undefined);
      }
    },
  };
}

/**
 * What differs between a moment and now. `beside`: a commit that counts like one that is checked out. Undefined where
 * nothing of it could be found out.
 */
export async function changesSince(
  snapshots: Snapshots,
  before: Moment,
  { beside }: { readonly beside?: string | undefined } = {},
): Promise<SeenChanges | undefined> {
  const after = await snapshots.take();
  const { head: base } = before;
  const heads = [after.head, beside].filter(head => head !== undefined);
  const commits = after.head === undefined ? undefined : await snapshots.commits(base, ...heads);
  const compared =
    before.tree === undefined || after.tree === undefined
      ? undefined
      : await snapshots.between(before.tree, after.tree);
  const left =
    after.head === undefined || after.tree === undefined ? undefined : await snapshots.between(after.head, after.tree);
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
