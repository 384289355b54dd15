/**
 * What a page asks of the extension: one of the words that it knows, and what of its content is meant, by a key that
 * the extension gave it. It never says a path, a command or a text to write.
 */
export interface Asked {
  readonly act: string;
  /** The key of the part that is meant. */
  readonly at?: string;
  /** The key of a second part: where the first is moved to. */
  readonly to?: string;
}

/** What the extension sends to a page: all that it shows, and what it keeps so that it comes back after a reload. */
export interface Sent<Shown> {
  readonly shown: Shown;
  readonly kept: unknown;
}

/** A page says this when it can be drawn, also when it comes back from being hidden. */
export const READY = 'ready';
