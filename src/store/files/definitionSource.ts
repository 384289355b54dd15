import type { Definition } from '../../core/files/definition.ts';
import type { Problem } from '../../core/rows/row.ts';
import type { ReadOptions } from '../log/scheduleLog.ts';

/** What files beside the log define. */
export interface Defined {
  readonly definitions: readonly Definition[];
  /** What is wrong with the files; each names its own. */
  readonly problems: readonly Problem[];
}

/** What is defined where nobody looks for files. */
export const NOTHING_DEFINED: Defined = { definitions: [], problems: [] };

/** Where entries come from that files define. */
export interface DefinitionSource {
  /**
   * Everything that is defined now; the same object as long as nothing changed. Never rejects: a fault is a problem.
   */
  look(options?: ReadOptions): Promise<Defined>;
  /** Where it looks for schedule files, from the folder on, with `/`. */
  readonly scheduleFolder?: string;
}
