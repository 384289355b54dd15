import * as l10n from '@vscode/l10n';
import type { LaunchPlan } from '../../core/agent/launch.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { boundRunsToday, takeBoundRun, type Bounded } from './dailyRuns.ts';

/** What a plan is bounded by, and where that is counted. */
export interface BudgetRuns {
  readonly home: string;
  readonly plan: Pick<LaunchPlan, 'agent' | 'budget' | 'profileRuns'>;
  /** The key of the entry's grant. */
  readonly key: string;
  readonly now: Instant;
  readonly zone: string;
}

interface DayBound extends Bounded {
  readonly cap: number;
  /** Whose bound it is, in words. */
  readonly whose: string;
}

function boundsOf({ plan, key }: BudgetRuns): readonly DayBound[] {
  const { agent, budget, profileRuns } = plan;
  return [
    ...(budget?.runs === undefined
      ? []
      : [{ what: 'entry' as const, name: key, cap: budget.runs, whose: l10n.t('the entry') }]),
    ...(profileRuns === undefined
      ? []
      : [{ what: 'profile' as const, name: agent, cap: profileRuns, whose: l10n.t('the agent {0}', agent) }]),
  ];
}

const usedUp = ({ cap, whose }: DayBound): Refusal =>
  refusal(
    cap === 1
      ? l10n.t("The budget of {0} is 1 automatic run a day, and today's are used up. They go on tomorrow.", whose)
      : l10n.t(
          "The budget of {0} is {1} automatic runs a day, and today's are used up. They go on tomorrow.",
          whose,
          cap,
        ),
  );

/** Why a run does not start without a person today: its entry, or its profile, has had as many as its budget has. */
export async function budgetRefusal(asked: BudgetRuns): Promise<Refusal | undefined> {
  for (const bound of boundsOf(asked)) {
    if ((await boundRunsToday(asked.home, bound, asked.now, asked.zone)) >= bound.cap) {
      return usedUp(bound);
    }
  }
  return undefined;
}

/**
 * Takes one of the day's runs of the entry and of its profile for a start that is about to happen. Gives what puts them
 * back; refused where none is left, and then nothing is taken.
 */
export async function takeBudgetRuns(asked: BudgetRuns): Promise<(() => Promise<void>) | Refusal> {
  const taken: (() => Promise<void>)[] = [];
  const putBack = async (): Promise<void> => {
    await Promise.all(taken.map(one => one()));
  };
  for (const bound of boundsOf(asked)) {
    const one = await takeBoundRun(asked.home, bound, bound.cap, asked.now, asked.zone);
    if (!one) {
      await putBack();
      return usedUp(bound);
    }
    taken.push(one);
  }
  return putBack;
}
