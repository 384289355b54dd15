import { toRunEvent } from '../../core/rows/readRunEvent.ts';
import { fromRunEvent, type RunEvent } from '../../core/rows/runEvents.ts';
import { endPath, parseJson, readIfThere, writeNew } from '../home/homeFiles.ts';

/** Keeps how a run ended, on this machine alone. Faults as for `writeNew`. */
export async function keepEnd(home: string, ended: RunEvent): Promise<void> {
  await writeNew(endPath(home, ended.token), JSON.stringify(fromRunEvent(ended)));
}

/** How the run of a token ended, where its runner kept that. */
export const readEnd = async (home: string, token: string): Promise<RunEvent | undefined> =>
  toRunEvent(parseJson((await readIfThere(endPath(home, token))) ?? ''));
