import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';
import type { AgentReport } from '../../verbs/host.ts';
import { plainLabel } from '../say/notices.ts';

/** An agent as a line of a list. */
interface AgentItem extends vscode.QuickPickItem {
  readonly name: string;
}

/** The agents as lines of a list: those that are installed first, the others with a few words why not. */
export const agentItems = (agents: readonly AgentReport[]): readonly AgentItem[] =>
  [...agents]
    .sort((one, other) => Number(one.problem !== null) - Number(other.problem !== null))
    .map(({ name, path, problem, missing }) => ({
      name,
      label: plainLabel(cleanLine(name, 60)),
      description: missing
        ? l10n.t('not installed')
        : problem === null
          ? plainLabel(cleanLine(path ?? '', 200))
          : l10n.t('not set up'),
      ...(problem !== null && !missing && { detail: plainLabel(cleanLine(problem, 200)) }),
    }));

/**
 * Asks which agent; says which are installed. `now`: the one that is chosen so far, which can be taken away again.
 * Undefined where the person left it as it is.
 */
export async function pickAgent(
  found: readonly AgentReport[],
  now?: string,
): Promise<{ readonly agent: string | undefined } | undefined> {
  const names = found.filter(({ problem }) => problem === null).map(({ name }) => cleanLine(name, 60));
  const none = { name: undefined, label: l10n.t('No agent'), description: l10n.t('I do it myself') };
  const items = [...(now === undefined ? [] : [none]), ...agentItems(found)];
  const chosen = await vscode.window.showQuickPick(items, {
    title: l10n.t('Which agent?'),
    placeHolder:
      names.length === 0
        ? l10n.t('No agent that Defer knows is installed here.')
        : l10n.t('Installed here: {0}', names.join(', ')),
  });
  return chosen && { agent: chosen.name };
}
