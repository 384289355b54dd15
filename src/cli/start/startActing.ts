import { verbs } from '../../verbs/index.ts';
import { askDiskDirectly } from './directDisk.ts';
import { startWith } from './startWith.ts';

/** More commands that look at many files, and start nothing that goes on after them. */
const DIRECT: ReadonlySet<string | undefined> = new Set(['conversations', 'results', 'history']);

/** Does what any command line asks. */
export function start(argv: readonly string[]): Promise<void> {
  if (DIRECT.has(argv[0])) {
    askDiskDirectly();
  }
  return startWith(verbs, argv);
}
