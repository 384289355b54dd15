import { status } from '../../verbs/acts/status.ts';
import { askDiskDirectly } from './directDisk.ts';
import { startWith } from './startWith.ts';

/** Starts the command that prompts and status lines call each time they are drawn. It loads the least. */
export function start(argv: readonly string[]): Promise<void> {
  askDiskDirectly();
  return startWith([status], argv);
}
