import { instant, toIso, type Instant } from '../../core/basics/time.ts';
import { isRecord, timeOf } from '../../core/rows/fieldValues.ts';
import { hashOf, parseJson, readIfThere, replaceOwn, sessionPath } from '../home/homeFiles.ts';

/** A run of Defer in a conversation: from its start to its end. */
export interface OwnRun {
  readonly from: Instant;
  readonly to: Instant;
}

/** How many runs are kept for one conversation at most. */
const MOST = 50;

const pathOf = (home: string, conversation: string): string => sessionPath(home, hashOf('runs of', conversation));

/**
 * The runs of Defer in a conversation on this machine, the oldest first. They are kept in the home: no row makes one
 * up.
 */
export async function ownRunsIn(home: string, conversation: string): Promise<readonly OwnRun[]> {
  const value = parseJson((await readIfThere(pathOf(home, conversation))) ?? '');
  return (Array.isArray(value) ? (value as unknown[]) : []).flatMap(each => {
    const [from, to] = isRecord(each) ? [timeOf(each['from']), timeOf(each['to'])] : [];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}

/** Remembers a run. Throws a StoreFault where the disk refuses. */
export async function noteOwnRun(home: string, conversation: string, run: OwnRun): Promise<void> {
  const runs = [...(await ownRunsIn(home, conversation)), run].slice(-MOST);
  const lines = runs.map(({ from, to }) => ({ from: toIso(from), to: toIso(to) }));
  await replaceOwn(pathOf(home, conversation), JSON.stringify(lines));
}

/**
 * How many turns since a moment are a person's; the prompts of Defer's runs are not. `turnsAfter` counts all turns
 * after a moment.
 */
export async function withoutOwnTurns(
  since: Instant,
  runs: readonly OwnRun[],
  turnsAfter: (moment: Instant) => number | Promise<number>,
): Promise<number> {
  let turns = await turnsAfter(since);
  for (const { from, to } of runs.filter(run => run.from >= since)) {
    // The agent may stamp the prompt in whole seconds.
    const during = turns === 0 ? 0 : (await turnsAfter(instant(from - 1))) - (await turnsAfter(to));
    turns -= Math.min(1, Math.max(0, during), turns);
  }
  return turns;
}
