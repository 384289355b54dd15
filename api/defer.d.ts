/**
 * What the extension Defer offers to other extensions. Copy this file into yours; docs/api.md of Defer says how it is used.
 */
import type { Event } from 'vscode';

/** An entry of a schedule as it stands at the moment of asking. It is a frozen copy. Its texts come from a file that anybody may have written. */
export interface DeferEntry {
  /** Unique in its schedule: an entry is `folder` and `id` together. */
  readonly id: string;
  /** One line, cleaned of what could hide in it. */
  readonly title: string;
  /** When it is due, as ISO text in UTC; undefined where it has no time, as where it waits for an event. */
  readonly due: string | undefined;
  /** Whether it is due now. */
  readonly isDue: boolean;
  /** `pending`, `snoozed`, `failed`, or any other that a row says. */
  readonly status: string;
  /** `reminder`, `prompt`, `review`, or any other that a row says. */
  readonly kind: string;
  /** The agent that it is for, by the name of its profile. */
  readonly agent: string | undefined;
  readonly tags: readonly string[];
  /** The workspace folder that it belongs to, as a path; undefined for the global schedule. */
  readonly folder: string | undefined;
}

/** An entry that is to be scheduled. */
export interface NewDeferEntry {
  /** The id of the extension that asks, such as `publisher.name`. It is written into the entry. */
  readonly by: string;
  /** What is to be done: one line, 200 characters at most. */
  readonly title: string;
  /** When: `30m`, `tomorrow 9am`, `every weekday at 9`, or ISO text; 200 characters at most, and 30 days ahead. */
  readonly when: string;
  /** What an agent is asked to do, once a person runs the entry: 20,000 characters at most. */
  readonly prompt?: string;
  /** 50 at most, of 60 characters each. */
  readonly tags?: readonly string[];
  /** Files that belong to it, as paths from the folder on: 50 at most, of 500 characters each. */
  readonly artifacts?: readonly string[];
  /** A workspace folder, as its `uri.fsPath`; the first one where none is named, else the global schedule. */
  readonly folder?: string;
}

/**
 * Why something was not done. `restricted`: the person does not trust the workspace. `invalid`: what was given cannot be
 * read. `refused`: Defer does not do it, as where there are too many entries already or the schedule cannot be written; the
 * message says why. Codes may be added: take one that you do not know as `refused`.
 */
export interface DeferError extends Error {
  readonly name: 'DeferError';
  readonly code: 'restricted' | 'invalid' | 'refused';
}

/** What `vscode.extensions.getExtension(id).activate()` gives. */
export interface DeferApi {
  /** It rises when something is taken away or changes its meaning, and not when something is only added. */
  readonly version: 1;
  /** What is due now in the schedules of this window, the most late first; also in Restricted Mode. */
  due(): Promise<readonly DeferEntry[]>;
  /** Schedules an entry. The person can cancel it, and it starts nothing. Rejects with a `DeferError`. */
  add(entry: NewDeferEntry): Promise<DeferEntry>;
  /** The schedules of this window may have changed: ask `due()` again. Does not fire where only time has passed. */
  readonly onDidChange: Event<void>;
}
