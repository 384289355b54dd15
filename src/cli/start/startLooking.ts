import { list } from '../../verbs/acts/list.ts';
import { query } from '../../verbs/acts/query.ts';
import { startWith } from './startWith.ts';

/** Starts the commands that prompts, status lines and scripts call all the time. It loads half of what `start` loads. */
export const start = (argv: readonly string[]): Promise<void> => startWith([list, query], argv);
