import type { ShownFact, ShownText } from './entryShown.ts';

/** A line of a difference. */
interface ShownLine {
  readonly kind: 'same' | 'old' | 'new';
  readonly text: string;
}

/** All that the page shows on which a person lets an entry run without them. */
export interface ApprovalPageShown {
  /** What the buttons are about: another content has another key. */
  readonly key: string;
  /** False for a moment after it changed, and where nothing can be allowed. */
  readonly canAllow: boolean;
  readonly question: string;
  readonly detail: string;
  /** That it changed while it was shown, or why nothing can be allowed. */
  readonly notice: string | undefined;
  readonly facts: readonly ShownFact[];
  readonly blocks: readonly ShownText[];
  readonly details: { readonly heading: string; readonly facts: readonly ShownFact[] } | undefined;
  readonly changes: { readonly heading: string; readonly lines: readonly ShownLine[] } | undefined;
  readonly places: readonly { readonly place: string; readonly text: string; readonly isChosen: boolean }[];
  readonly words: ApprovalWords;
}

/** The texts of the page itself. */
export interface ApprovalWords {
  readonly allow: string;
  readonly deny: string;
  readonly keys: string;
  readonly where: string;
  /** What a screen reader says before lines that are gone, and before new ones. */
  readonly removed: string;
  readonly added: string;
}

/** What the page says. */
export const APPROVAL_ACTS = ['allow', 'deny', 'place'] as const;
