import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor } from './editor.ts';

/** What moves the clock of a process, for the extension beside Defer. Nothing of Defer's own knows it. */
export const clockModule = join(import.meta.dirname, 'movedClock.cjs');

/** The variable with the file that says how far the clock is ahead, in ms. */
export const CLOCK_FILE = 'DEFER_TEST_CLOCK';

/** Moves the clock of the editor's windows so many ms ahead of the real one; 0 puts it right. */
export const moveClock = async (ahead: number): Promise<void> => {
  writeFileSync((await openEditor()).env[CLOCK_FILE] ?? '', String(ahead));
};
