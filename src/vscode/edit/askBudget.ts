import * as vscode from 'vscode';
import { amountWords, BUDGET_PARTS, budgetOf, isAmount, type BudgetPart } from '../../core/agent/budget.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Entry } from '../../core/entry/entry.ts';
import type { RawInput } from '../../verbs/verb.ts';

/** What the parts of a budget are called where one is chosen. */
const LABELS: Readonly<Record<BudgetPart, string>> = {
  runs: 'Runs a Day',
  minutes: 'Minutes a Run',
  turns: 'Turns a Run',
  usd: 'US Dollars a Run',
  credits: 'AI Credits a Run',
};

/** Asks which part of the budget of an entry's automatic runs is to be set, and to how much; or takes all of it away. */
export async function askBudget(entry: Entry): Promise<RawInput | undefined> {
  const budget = budgetOf(entry);
  const now = isRefusal(budget) ? {} : (budget ?? {});
  const items = BUDGET_PARTS.map(part => ({
    label: LABELS[part],
    description: now[part] === undefined ? 'no bound' : String(now[part]),
    part,
  }));
  const none = { label: 'No Budget', description: 'Takes away all of these bounds', part: undefined };
  const chosen = await vscode.window.showQuickPick([...items, ...(budget === undefined ? [] : [none])], {
    title: 'Defer: Budget of Automatic Runs',
  });
  if (chosen?.part === undefined) {
    return chosen && { clear: ['budget'] };
  }
  const { part, label } = chosen;
  const amount = await vscode.window.showInputBox({
    title: `Defer: ${label}`,
    value: now[part] === undefined ? '' : String(now[part]),
    prompt: `At most how many? It takes ${amountWords(part)}.`,
    validateInput: text =>
      text.trim() === '' || isAmount(part, Number(text)) ? undefined : `It takes ${amountWords(part)}.`,
    ignoreFocusOut: true,
  });
  const said = amount?.trim() ?? '';
  return said === '' ? undefined : { [`max_${part}`]: part === 'usd' ? said : Number(said) };
}
