import * as l10n from '@vscode/l10n';
import { budgetOf, isEmpty, lesser, type Budget, type RunBudget } from './budget.ts';
import type { Entry } from '../entry/entry.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { capArguments, capFault } from './caps.ts';
import type { Caps, Profile } from './launch.ts';

/** A run's bounds, and the flags by which its tool keeps those that only it can keep. */
export interface BoundRun extends RunBudget {
  readonly flags: readonly string[];
}

/** What is not bounded: a run that a person watches. */
export const UNBOUND: BoundRun = { flags: [] };

/**
 * Why an agent, of which these caps are known, cannot keep a budget, and what to do; a command where it has no name.
 */
export function capRefusal(agent: string | undefined, budget: Budget, caps: Caps | undefined): Refusal | undefined {
  const fault = capFault(budget, caps);
  const who = agent === undefined ? l10n.t('A command') : l10n.t('The agent {0}', agent);
  return fault === undefined
    ? undefined
    : refusal(
        l10n.t(
          '{0} cannot keep the budget: it names {1}. Leave that out and bound the minutes ("--max-minutes"), or use another agent.',
          who,
          fault,
        ),
      );
}

/**
 * What bounds a run of an entry that nobody watches. `by`: its profile; none for a command. Refused where the entry's
 * budget cannot be read, or names what the tool cannot keep: no bound is left out in silence.
 */
export function boundRun(
  entry: Pick<Entry, 'fields'>,
  by: { readonly name: string; readonly profile: Pick<Profile, 'budget' | 'caps'> } | undefined,
): BoundRun | Refusal {
  const own = budgetOf(entry);
  if (isRefusal(own)) {
    return own;
  }
  const { caps, budget: usual } = by?.profile ?? {};
  const both = lesser(own, usual);
  const never = capRefusal(by?.name, both, caps);
  if (never) {
    return never;
  }
  const { runs: _, ...bounds } = both;
  const budget = { ...(own?.runs !== undefined && { runs: own.runs }), ...bounds };
  return {
    ...(!isEmpty(budget) && { budget }),
    ...(usual?.runs !== undefined && { profileRuns: usual.runs }),
    flags: capArguments(bounds, caps),
  };
}
