import { status } from '../../verbs/acts/status.ts';
import { startWith } from './startWith.ts';

/** Starts the command that prompts and status lines call each time they are drawn. It loads the least. */
export const start = (argv: readonly string[]): Promise<void> => startWith([status], argv);
