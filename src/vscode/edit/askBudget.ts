import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { amountWords, BUDGET_PARTS, budgetOf, isAmount, type BudgetPart } from '../../core/agent/budget.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Entry } from '../../core/entry/entry.ts';
import type { RawInput } from '../../verbs/verb.ts';

/** What the parts of a budget are called where one is chosen. */
const labels = (): Readonly<Record<BudgetPart, string>> => ({
  runs: l10n.t('Runs a Day'),
  minutes: l10n.t('Minutes a Run'),
  turns: l10n.t('Turns a Run'),
  usd: l10n.t('US Dollars a Run'),
  credits: l10n.t('AI Credits a Run'),
});

/**
 * Asks which part of the budget of an entry's automatic runs is to be set, and to how much; or takes all of it away.
 */
export async function askBudget(entry: Entry): Promise<RawInput | undefined> {
  const budget = budgetOf(entry);
  const now = isRefusal(budget) ? {} : (budget ?? {});
  const items = BUDGET_PARTS.map(part => ({
    label: labels()[part],
    description: now[part] === undefined ? l10n.t('no bound') : String(now[part]),
    part,
  }));
  const none = { label: l10n.t('No Budget'), description: l10n.t('Takes away all of these bounds'), part: undefined };
  const chosen = await vscode.window.showQuickPick([...items, ...(budget === undefined ? [] : [none])], {
    title: l10n.t('Defer: Budget of Automatic Runs'),
  });
  if (chosen?.part === undefined) {
    return chosen && { clear: ['budget'] };
  }
  const { part, label } = chosen;
  const amount = await vscode.window.showInputBox({
    title: `Defer: ${label}`,
    value: now[part] === undefined ? '' : String(now[part]),
    prompt: l10n.t('At most how many? It takes {0}.', amountWords(part)),
    validateInput: text =>
      text.trim() === '' || isAmount(part, Number(text)) ? undefined : l10n.t('It takes {0}.', amountWords(part)),
    ignoreFocusOut: true,
  });
  const said = amount?.trim() ?? '';
  return said === '' ? undefined : { [`max_${part}`]: part === 'usd' ? said : Number(said) };
}
