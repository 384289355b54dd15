import type { Refusal } from '../core/basics/refusal.ts';
import type { Instant } from '../core/basics/time.ts';
import type { ChangedFile, RunChanges } from '../core/rows/runChanges.ts';

/**
 * How the result of a run in a worktree stands. `running`: the run has not ended. `nothing`: it changed nothing, so its
 * worktree is gone. `read`: a person has looked at it, and has not decided. `superseded`: a later run went on in the
 * same worktree, and its result holds this one's work.
 */
export type ResultState = 'running' | 'unread' | 'read' | 'kept' | 'discarded' | 'nothing' | 'superseded';

/** What a run in a worktree left, by this machine's own record of it. No row of the file has a say in any of this. */
export interface RunResult {
  /** The token of the run; its beginning names it. */
  readonly token: string;
  /**
   * The entry, the real path of the folder of its schedule, and its title as it was. Clean the title before it is
   * shown.
   */
  readonly entryId: string;
  readonly folder: string;
  readonly title: string;
  readonly agent: string;
  readonly state: ResultState;
  /** The top of the checkout that the worktree was made from: where Keep brings the work. */
  readonly checkout: string;
  /** The worktree; it is gone where nothing of it was left, or a person has decided. */
  readonly worktree: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** The commit that the worktree was made from. */
  readonly base: string;
  /** Counted from `base`, whatever earlier runs in the same worktree did; absent while the run goes on. */
  readonly changes?: RunChanges;
  readonly files: readonly ChangedFile[];
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  /** What the agent printed last; absent where nothing was kept. Clean it before it is shown. */
  readonly said?: string;
  /** The ref that holds what a person discarded, and what Keep did not bring in; until when it does. */
  readonly ref?: string;
  readonly until?: Instant;
}

/** What Keep did. */
export interface KeptWork {
  /** The branch that has the work now. */
  readonly branch: string;
  /** The commit that it is at. */
  readonly commit: string;
  /** How many commits that branch did not have before, the run's uncommitted work included. */
  readonly commits: number;
  /** The ref that holds for 30 days what is in none of them, such as commits that the agent took back itself. */
  readonly ref?: string;
}

/** What Discard did: how the work is found again. */
export interface DiscardedWork {
  /** The ref that holds the commits, and the uncommitted work as one more; absent where there was nothing to lose. */
  readonly ref?: string;
  /** Until when it is kept. */
  readonly until?: Instant;
}

/** The mode of a changed file at the base and now, six octal digits; absent where it was not, or is not, there. */
export interface FileModes {
  readonly before?: string;
  readonly after?: string;
}

/** What a person may take or leave of the runs in worktrees. `runner/` implements it. */
export interface ResultDesk {
  /**
   * What this machine has records of, the newest first. `folders`: only runs of schedules in these folders, and those
   * of a checkout that one of them is in; all where absent.
   */
  list(folders?: readonly string[]): Promise<readonly RunResult[]>;
  /** Notes that a person has looked at it. */
  markRead(token: string): Promise<void>;
  /**
   * Merges the work into the branch that is checked out in `checkout`; with `asBranch` leaves it as a branch of that
   * name (empty: as the branch that it is on). Then the worktree is taken away. Refused, with what to do instead, where
   * it does not merge, where a file in the way has changes of its own, and where the run has not ended.
   */
  keep(token: string, options?: { readonly asBranch?: string }): Promise<KeptWork | Refusal>;
  /** Takes the worktree and its branch away, and keeps what was in them for 30 days under a ref of Defer's own. */
  discard(token: string): Promise<DiscardedWork | Refusal>;
  /**
   * A file of a result as it was at `base`, and as it is now; null where it was not, or is not, there. `modes`: what is
   * known of it, so that git is not asked for what was not there.
   */
  sides(
    token: string,
    path: string,
    modes?: FileModes,
  ): Promise<{ readonly before: Uint8Array | null; readonly after: Uint8Array | null }>;
  /**
   * The modes of changed files as git has them, by path: a link is `120000`, a program `100755`. Empty where git cannot
   * tell them.
   */
  modes(token: string): Promise<ReadonlyMap<string, FileModes>>;
  /** What does not fit: worktrees and branches without a record, records whose worktree is gone. */
  problems(): Promise<readonly ResultProblem[]>;
  /** Takes away what holds no change, and what was discarded more than 30 days ago; says what that was. */
  clean(): Promise<readonly ResultProblem[]>;
}

/** Something that `doctor` names. */
export interface ResultProblem {
  readonly path: string;
  /** A sentence for a person. */
  readonly text: string;
}
