import { list } from '../../verbs/acts/list.ts';
import { query } from '../../verbs/acts/query.ts';
import { askDiskDirectly } from './directDisk.ts';
import { startWith } from './startWith.ts';

/**
 * Starts the commands that prompts, status lines and scripts call all the time. It loads half of what `start` loads.
 */
export function start(argv: readonly string[]): Promise<void> {
  askDiskDirectly();
  return startWith([list, query], argv);
}
