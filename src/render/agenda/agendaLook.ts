/** What the page of the agenda shows, as plain values: every text is cleaned and is shown as text. */
export interface AgendaLook {
  readonly lanes: readonly LaneLook[];
  /** The last runs, the newest last. */
  readonly runs: readonly RunLook[];
  /** What they come to: `Last 12 runs: 9 ok, 2 failed, 1 stopped at a limit.` */
  readonly runsText: string;
  /** How much waits, over all lanes: `3 overdue · 1 running`. */
  readonly summary: string;
  /** That entries come before the first day; empty where none does. */
  readonly before: string;
  /** That only some entries are shown, and by which words; empty for all. */
  readonly filter: string;
  /** The days that are shown: `Sun 29 Nov – Sat 5 Dec`. */
  readonly period: string;
  /** The line that the person was at, where the page comes back from being hidden. */
  readonly at?: string;
  /** How many days after today the first day is. */
  readonly skip: number;
  /** Whether there is nothing to show. */
  readonly isEmpty: boolean;
  /** Whether nothing may be changed here. */
  readonly isRestricted: boolean;
  readonly words: AgendaWords;
}

/** A lane: `late`, a day as ISO text, or `later`. */
export interface LaneLook {
  readonly id: string;
  readonly heading: string;
  /** The heading and how many entries there are. */
  readonly spoken: string;
  readonly kind: 'late' | 'today' | 'day' | 'later';
  /** How many entries are in it, those included that are not shown. */
  readonly count: number;
  readonly items: readonly LaneItem[];
  /** How many of its lines are not shown. */
  readonly more: number;
  /** The text for that; empty where all are shown. */
  readonly moreText: string;
}

/** A line of a lane. Its key stays while it is the same thing. */
export type LaneItem = EntryLook | TickLook | MarkLook;

/** An entry. */
export interface EntryLook {
  readonly kind: 'entry';
  readonly key: string;
  /** What it is about, for its colour. */
  readonly tone: Tone;
  readonly isLate: boolean;
  readonly time: string;
  readonly title: string;
  /** Agent, repeat, state: short words. */
  readonly besides: readonly string[];
  readonly tags: readonly string[];
  readonly acts: readonly CardAct[];
}

/** What may be done with an entry; names of verbs. */
export type CardAct = 'run' | 'stop' | 'snooze' | 'reschedule' | 'done' | 'skip' | 'accept' | 'reject';

/** `automatic`: it may run without a person. */
export type Tone = 'agent' | 'command' | 'reminder' | 'automatic' | 'running' | 'limit' | 'failed' | 'quiet';

/** Times at which a repeat comes up again. */
export interface TickLook {
  readonly kind: 'tick';
  readonly key: string;
  /** The key that its entry has. */
  readonly entry: string;
  readonly time: string;
  readonly title: string;
}

/** What belongs to a time and is no entry: a limit that resets, a run of today, the present. */
export interface MarkLook {
  readonly kind: 'mark';
  readonly key: string;
  readonly tone: 'limit' | 'ok' | 'failed' | 'other' | 'now';
  readonly time: string;
  readonly text: string;
}

/** One of the last runs. */
export interface RunLook {
  readonly key: string;
  readonly tone: 'ok' | 'failed' | 'limit' | 'other';
  /** How long it took, as a part of the longest one: from 0 to 1. */
  readonly height: number;
  /** What it was, how it went and when. */
  readonly text: string;
}

/** What stands on the agenda beside what is scheduled. */
export interface AgendaWords {
  readonly title: string;
  readonly previous: string;
  readonly today: string;
  readonly next: string;
  readonly filter: string;
  readonly clearFilter: string;
  readonly add: string;
  /** What is said where there is nothing to show. */
  readonly nothing: string;
  readonly restricted: string;
  /** What a lane without a line says. */
  readonly emptyLane: string;
  /** How it is used by keyboard, for those who do not see it. */
  readonly keys: string;
  readonly acts: Readonly<Record<CardAct, string>>;
}
