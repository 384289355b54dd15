import { list } from '../../verbs/acts/list.ts';
import { query } from '../../verbs/acts/query.ts';
import { startWith } from './startWith.ts';

/** The same, quicker for what prompts, status lines and scripts ask all the time: half of `start` is other verbs. */
export const start = (argv: readonly string[]): Promise<void> => startWith([list, query], argv);
