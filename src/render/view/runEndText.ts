import type { Entry } from '../../core/entry/entry.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { cleanLine } from '../text/clean.ts';
import { changesText, minutesText } from './runHistory.ts';

/**
 * What is said of a run that has ended, its entry by name: `claude finished "Finish the retry review": 4 files +120 −8.`
 * Undefined where nothing is to be said: a person ended it. Names come from the file: cleaned and cut. Whoever shows it
 * makes no link of it.
 */
export function runEndText(run: Run, entry: Entry): string | undefined {
  const title = cleanLine(entry.title, 60);
  const what = title === '' ? 'an entry without a title' : `"${title}"`;
  const agent = run.agent ?? entry.agent ?? 'command';
  const who = nameOf(agent);
  const changes = changesText(run);
  const did = changes === '' ? '.' : `: ${changes}.`;
  switch (run.outcome) {
    case 'ok':
      return `${who} finished ${what}${did}`;
    case 'failed':
      return run.over_minutes === undefined
        ? `${who} failed at ${what} with exit code ${run.exit_code}${did}`
        : `${who} was ended at ${what}, over its ${minutesText(run.over_minutes)}${did}`;
    case 'limit':
      return run.asks
        ? `A usage limit stopped ${who} at ${what}. It waits for you.`
        : `A usage limit stopped ${who} at ${what}. It continues once that resets.`;
    case 'unknown':
      return `Defer could not see how the run of ${what} ended.`;
    default:
      return undefined;
  }
}

/** The last line of a run in its terminal. `words`: how its agent ended, as `exit code 3`, `ended by SIGKILL`, `stopped`. */
export function endLine(agent: string, words: string): string {
  const did = words.startsWith('exit code') ? `ended with ${words}` : `was ${words}`;
  return `${nameOf(agent)} ${did}.`;
}

/** An agent as the subject of a sentence. */
const nameOf = (agent: string): string => (agent === 'command' ? 'The command' : cleanLine(agent, 30));
