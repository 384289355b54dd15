/** Something known of what is shown, by its name. */
export interface ShownFact {
  readonly name: string;
  readonly text: string;
  /** Whether it is what the person has to look at. */
  readonly isUrgent?: boolean;
}

/** A text of its own, under a heading. */
export interface ShownText {
  readonly heading: string;
  readonly text: string;
}

/** Something that can be pressed. */
export interface ShownAct {
  readonly key: string;
  readonly label: string;
}

/** A run of an entry, and what can be seen of it. */
export interface ShownRun {
  readonly key: string;
  readonly text: string;
  readonly acts: readonly ShownAct[];
}

/** All that the page of an entry shows. */
export interface EntryShown {
  readonly title: string;
  /** That the entry is closed, or is not in the schedule any more. */
  readonly notice: string | undefined;
  readonly facts: readonly ShownFact[];
  readonly acts: { readonly label: string; readonly all: readonly ShownAct[] };
  /** Summary, note and prompt, in that order. */
  readonly texts: readonly ShownText[];
  /** Files that belong to it; those that can be opened have a key. */
  readonly files: {
    readonly heading: string;
    readonly all: readonly { readonly key?: string; readonly text: string }[];
  };
  readonly runs: { readonly heading: string; readonly all: readonly ShownRun[] };
  readonly details: { readonly heading: string; readonly facts: readonly ShownFact[] };
}

/** What the page says: do something with the entry, open a file of it, show something of a run. */
export const ENTRY_PAGE_ACTS = ['do', 'file', 'run'] as const;
