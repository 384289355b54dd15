import { add } from '../../verbs/acts/add.ts';
import { done } from '../../verbs/acts/done.ts';
import { askDiskDirectly } from './directDisk.ts';
import { startWith } from './startWith.ts';

/**
 * Starts the acts that are called most, from prompts, hooks and scripts. It loads a part of what `startActing` loads.
 */
export function start(argv: readonly string[]): Promise<void> {
  askDiskDirectly();
  return startWith([add, done], argv);
}
