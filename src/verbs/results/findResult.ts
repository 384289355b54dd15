import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { isAgent, type Host } from '../host.ts';
import type { ResultDesk, RunResult } from '../resultDesk.ts';

/** A result, and the desk that can decide about it. */
export interface FoundResult {
  readonly desk: ResultDesk;
  readonly result: RunResult;
}

/** The desk for results of runs; undefined for agents, and where there is none. */
export const resultsOf = async (host: Host): Promise<ResultDesk | undefined> =>
  host.results && !isAgent(host) ? host.results() : undefined;

/** The desk for results of runs; refused where the asker has none. */
export const openResults = async (host: Host): Promise<ResultDesk | Refusal> =>
  (await resultsOf(host)) ?? refusal(l10n.t('Results cannot be seen here. Use a terminal or the editor.'));

/** The one result that the beginning of a run's token names, of all that this machine has. */
export async function findResult(host: Host, run: string): Promise<FoundResult | Refusal> {
  const desk = await openResults(host);
  if (isRefusal(desk)) {
    return desk;
  }
  const named = run.trim().toLowerCase();
  const found = (await desk.list()).filter(({ token }) => named !== '' && token.startsWith(named));
  const [result, ...more] = found;
  const shown = cleanLine(run, 40);
  if (!result) {
    return refusal(l10n.t('There is no result "{0}" on this machine. "defer results --all" lists them.', shown));
  }
  return more.length === 0
    ? { desk, result }
    : refusal(l10n.t('The ids of {1} runs begin with "{0}". Type more characters.', shown, found.length));
}
