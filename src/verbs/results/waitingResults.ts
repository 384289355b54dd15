import * as l10n from '@vscode/l10n';
import { foldersOf } from '../conversations/conversationFolders.ts';
import type { Host } from '../host.ts';
import { resultsOf } from './findResult.ts';
import { isOpenResult } from './resultText.ts';

/** How many results of these folders a person has still to decide about; 0 for agents. */
export async function waitingResults(host: Host): Promise<number> {
  // Most people never ran anything in a worktree, and loading what reads results takes as long as a list.
  const desk = host.mayHaveResults?.() === false ? undefined : await resultsOf(host);
  return desk ? (await desk.list(foldersOf(host))).filter(isOpenResult).length : 0;
}

/** What is said of results that wait; empty where there are none. */
export const waitingText = (count: number): string =>
  count === 0
    ? ''
    : count === 1
      ? l10n.t('1 result waits for you: "defer results".')
      : l10n.t('{0} results wait for you: "defer results".', count);
