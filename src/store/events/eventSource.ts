import type { Origin, Standing } from '../../core/agent/drift.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { Refusal } from '../../core/basics/refusal.ts';
import type { Schedule } from '../../core/fold/schedule.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { Observation } from '../../core/entry/waitsFor.ts';

/** What a person wants an entry to wait for; one of them. */
export interface Wanted {
  /** A pattern of paths. */
  readonly file?: string | undefined;
  /** The id of another entry, whole. */
  readonly after?: string | undefined;
  /** A branch. */
  readonly merged?: string | undefined;
  /** The number of a process of this machine. */
  readonly exits?: number | undefined;
}

/** Where it is seen how the work in a folder stands. */
export interface StateSource {
  /** How it stands now, with the files that artifacts name. Never rejects: what cannot be told is not there. */
  origin(artifacts: readonly string[]): Promise<Origin>;
  /** How it stands against what origins say; `count`: with how many commits lie between, which takes git longer. */
  since(origins: readonly Origin[], how: { readonly count: boolean }): Promise<readonly Standing[]>;
  /**
   * Whether git merges two branches that both added rows to the schedule without a conflict; undefined where git has no
   * part in it: no repository, a schedule that it ignores, or nobody may ask it. Never rejects.
   */
  mergesRows(): Promise<boolean | undefined>;
}

/**
 * Where it is seen whether what entries wait for has happened. It is asked at every look and watches nothing itself.
 */
export interface EventSource {
  /** Looks for one entry. Never rejects: what cannot be told is a doubt. */
  observe(state: EntryState, schedule: Schedule): Promise<Observation>;
  /**
   * The `waits_for` of a new entry, with how things stand now; refused for what is not there or has happened already.
   */
  baseline(wanted: Wanted, schedule: Schedule, now: Instant): Promise<Readonly<Record<string, unknown>> | Refusal>;
  /** Who sees how the work in the folder stands. */
  state(): Promise<StateSource>;
}

/** What a surface allows when it looks. */
export interface EventOptions {
  /** Whether git may be asked about the folder; not in a workspace that nobody trusts. */
  readonly git?: () => boolean;
}
