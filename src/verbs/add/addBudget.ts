import * as l10n from '@vscode/l10n';
import { amountWords, BUDGET_PARTS, CAPS, isAmount, isEmpty, type Budget } from '../../core/agent/budget.ts';
import { capRefusal } from '../../core/agent/runBudget.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Host } from '../host.ts';

/** The fields of `add` that bound the runs of an entry that nobody watches (docs/running.md, "Budgets"). */
export const BUDGET_FIELDS = {
  max_runs: { kind: 'count', word: 'max-runs', optional: true, help: 'At most this many automatic runs a day' },
  max_minutes: {
    kind: 'count',
    word: 'max-minutes',
    optional: true,
    help: 'End an automatic run after this many minutes',
  },
  max_turns: {
    kind: 'count',
    word: 'max-turns',
    optional: true,
    help: 'At most this many turns of the model in an automatic run, where the agent can cap them (claude)',
  },
  max_usd: {
    kind: 'text',
    word: 'max-usd',
    optional: true,
    help: 'At most this many US dollars in an automatic run, such as 2.50, where the agent can cap them (claude)',
  },
  max_credits: {
    kind: 'count',
    word: 'max-credits',
    optional: true,
    help: 'At most this many AI credits in an automatic run, where the agent can cap them (copilot)',
  },
} as const;

/** What was given for it. */
export interface GivenBudget {
  readonly max_runs?: number | undefined;
  readonly max_minutes?: number | undefined;
  readonly max_turns?: number | undefined;
  readonly max_usd?: string | undefined;
  readonly max_credits?: number | undefined;
  readonly agent?: string | undefined;
}

/**
 * The budget of a new entry; undefined where none was given. Refused where a number cannot be one, and where the agent
 * that the entry names is known on this machine and cannot keep what is asked of it.
 */
export async function readBudgetFields(host: Host, given: GivenBudget): Promise<Budget | Refusal | undefined> {
  const budget: Record<string, number> = {};
  for (const part of BUDGET_PARTS) {
    const said = given[`max_${part}`];
    if (said === undefined) {
      continue;
    }
    const amount = typeof said === 'string' ? (/^\d{1,6}(?:\.\d{1,2})?$/.test(said.trim()) ? Number(said) : NaN) : said;
    if (!isAmount(part, amount)) {
      return refusal(l10n.t('--max-{0} takes {1}.', part, amountWords(part)));
    }
    budget[part] = amount;
  }
  if (isEmpty(budget)) {
    return undefined;
  }
  return (await keptRefusal(host, budget, given.agent)) ?? budget;
}

/** Why the agent of an entry cannot keep a budget. An agent that is not here may be, where the entry is run. */
async function keptRefusal(
  { launcher }: Host,
  budget: Budget,
  agent: string | undefined,
): Promise<Refusal | undefined> {
  const asked = CAPS.filter(name => budget[name] !== undefined);
  if (asked.length === 0 || agent === undefined) {
    return undefined;
  }
  const found = (await launcher.agents()).find(({ name }) => name === agent);
  return found?.caps && capRefusal(agent, budget, found.caps);
}
