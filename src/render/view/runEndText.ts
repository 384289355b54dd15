import * as l10n from '@vscode/l10n';
import type { Entry } from '../../core/entry/entry.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { cleanLine } from '../text/clean.ts';
import { isolate } from '../text/isolate.ts';
import { changesText, minutesText } from './runHistory.ts';

/**
 * What is said of a run that has ended, its entry by name: `claude finished "Finish the retry review": 4 files +120
 * −8.` Undefined where nothing is to be said: a person ended it. Names come from the file: cleaned and cut. Whoever
 * shows it makes no link of it.
 */
export function runEndText(run: Run, entry: Entry): string | undefined {
  const title = isolate(cleanLine(entry.title, 60));
  const what = title === '' ? l10n.t('an entry without a title') : `"${title}"`;
  const agent = run.agent ?? entry.agent ?? 'command';
  const who = nameOf(agent);
  const changes = changesText(run);
  const told = (said: string): string => (changes === '' ? l10n.t('{0}.', said) : l10n.t('{0}: {1}.', said, changes));
  switch (run.outcome) {
    case 'ok':
      return told(l10n.t('{0} finished {1}', who, what));
    case 'failed':
      return told(
        run.over_minutes === undefined
          ? l10n.t('{0} failed at {1} with exit code {2}', who, what, run.exit_code ?? '')
          : l10n.t('{0} was ended at {1}, over its {2}', who, what, minutesText(run.over_minutes)),
      );
    case 'limit':
      return run.asks
        ? l10n.t('A usage limit stopped {0} at {1}. It waits for you.', who, what)
        : l10n.t('A usage limit stopped {0} at {1}. It continues once that resets.', who, what);
    case 'unknown':
      return l10n.t('Defer could not see how the run of {0} ended.', what);
    default:
      return undefined;
  }
}

/**
 * The last line of a run in its terminal. `words`: how its agent ended, as `exit code 3`, `ended by SIGKILL`,
 * `stopped`.
 */
export function endLine(agent: string, words: string): string {
  const did = words.startsWith('exit code') ? `ended with ${words}` : `was ${words}`;
  return `${nameOf(agent)} ${did}.`;
}

/** An agent as the subject of a sentence. */
const nameOf = (agent: string): string => (agent === 'command' ? l10n.t('The command') : cleanLine(agent, 30));
