import * as l10n from '@vscode/l10n';
import { isCount, isRecord, memberOf, recordIn } from '../rows/fieldValues.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import type { Entry } from '../entry/entry.ts';

/** What runs that nobody watches may use (docs/running.md, "Budgets"). What is absent has no bound. */
export interface Budget {
  /** How many runs a day, on this machine. */
  readonly runs?: number;
  /** How many minutes a run may take. */
  readonly minutes?: number;
  /** What the agent's own tool caps in a run: turns of the model, US dollars, credits of the tool's vendor. */
  readonly turns?: number;
  readonly usd?: number;
  readonly credits?: number;
}

/** What bounds a run that nobody watches. */
export interface RunBudget {
  /**
   * Its bounds: those of the entry, lowered to those of the profile. `runs` are the entry's. Absent where there is
   * none.
   */
  readonly budget?: Budget;
  /** How many runs a day the profile has for all entries together. */
  readonly profileRuns?: number;
}

/** One part of a budget, by its name in the file. */
export type BudgetPart = keyof Budget;

/** The parts that only the agent's own tool can keep. */
export type CapName = (typeof CAPS)[number];
export const CAPS = ['turns', 'usd', 'credits'] as const satisfies readonly BudgetPart[];

/** All parts, in the order in which they are shown. */
export const BUDGET_PARTS: readonly BudgetPart[] = ['runs', 'minutes', ...CAPS];

const MOST = 99_999;

/**
 * Reads a budget as the file and the profiles have it: the budget, or what is wrong with it. Empty ones are allowed.
 */
export function readBudget(value: unknown): Budget | string {
  if (!isRecord(value)) {
    return l10n.t('it is not an object with {0}', BUDGET_PARTS.join(', '));
  }
  for (const [name, part] of Object.entries(value)) {
    if (!(BUDGET_PARTS as readonly string[]).includes(name)) {
      return l10n.t('it has a member other than {0}', BUDGET_PARTS.join(', '));
    }
    if (!isAmount(name as BudgetPart, part)) {
      return l10n.t('{0} must be {1}', JSON.stringify(name), amountWords(name as BudgetPart));
    }
  }
  return value;
}

/** Whether a value may be a part of a budget. Dollars have cents; everything else is counted whole. */
export const isAmount = (name: BudgetPart, value: unknown): value is number =>
  name === 'usd'
    ? typeof value === 'number' && value >= 0.01 && value <= MOST && Math.round(value * 100) / 100 === value
    : isCount(value) && value >= 1 && value <= MOST;

/** What a part of a budget must be, in words. */
export const amountWords = (name: BudgetPart): string =>
  name === 'usd'
    ? l10n.t('an amount of US dollars from 0.01 to {0}, such as 2.50', MOST)
    : l10n.t('a whole number from 1 to {0}', MOST);

/**
 * The budget that an entry names; undefined where it names none. Refused where it cannot be read: it may be meant to
 * bound more.
 */
export function budgetOf({ fields }: Pick<Entry, 'fields'>): Budget | Refusal | undefined {
  const value = memberOf(recordIn(fields, 'payload'), 'budget') ?? undefined;
  const budget = value === undefined ? undefined : readBudget(value);
  return typeof budget === 'string'
    ? refusal(
        l10n.t(
          'Its budget cannot be read ({0}), so it does not run automatically. Correct it, or run it yourself.',
          budget,
        ),
      )
    : budget && !isEmpty(budget)
      ? budget
      : undefined;
}

/** What both of two budgets allow a run: of each part the smaller one. Runs a day are counted for each by itself. */
export function lesser(one: Budget | undefined, other: Budget | undefined): Budget {
  const parts = BUDGET_PARTS.flatMap(name => {
    const said = [one?.[name], other?.[name]].filter(value => value !== undefined);
    return said.length === 0 ? [] : [[name, Math.min(...said)] as const];
  });
  return Object.fromEntries(parts);
}

/** Whether a budget bounds nothing. */
export const isEmpty = (budget: Budget): boolean => BUDGET_PARTS.every(name => budget[name] === undefined);

/** A budget in words: `3 runs a day; 20 minutes, 30 turns, 2.50 US dollars a run`. */
export function budgetText({ runs, minutes, turns, usd, credits }: Budget): string {
  const said = (count: number | undefined, one: string, many: string): readonly string[] =>
    count === undefined ? [] : [count === 1 ? one : many];
  const ofRun = [
    ...said(minutes, l10n.t('1 minute'), l10n.t('{0} minutes', minutes ?? 0)),
    ...said(turns, l10n.t('1 turn'), l10n.t('{0} turns', turns ?? 0)),
    ...(usd === undefined ? [] : [l10n.t('{0} US dollars', usd.toFixed(2))]),
    ...said(credits, l10n.t('1 credit'), l10n.t('{0} credits', credits ?? 0)),
  ].join(', ');
  return [
    ...said(runs, l10n.t('1 run a day'), l10n.t('{0} runs a day', runs ?? 0)),
    ...(ofRun === '' ? [] : [l10n.t('{0} a run', ofRun)]),
  ].join('; ');
}

/** The budget that an entry names, in words, or why it cannot be read; undefined where it names none. */
export function budgetWords(entry: Pick<Entry, 'fields'>): string | undefined {
  const budget = budgetOf(entry);
  return isRefusal(budget) ? budget.why : budget && budgetText(budget);
}

/** A budget as `--json` gives it: every part, null where it is not bounded; null where nothing is. */
export const budgetJson = (budget: Budget | undefined): Readonly<Record<BudgetPart, number | null>> | null =>
  budget === undefined || isEmpty(budget)
    ? null
    : {
        runs: budget.runs ?? null,
        minutes: budget.minutes ?? null,
        turns: budget.turns ?? null,
        usd: budget.usd ?? null,
        credits: budget.credits ?? null,
      };
