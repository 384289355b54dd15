import { verbs } from '../../verbs/index.ts';
import { startWith } from './startWith.ts';

/** Does what any command line asks. */
export const start = (argv: readonly string[]): Promise<void> => startWith(verbs, argv);
