import * as l10n from '@vscode/l10n';
import { quietText } from '../../core/entry/runLimits.ts';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Host, Usage } from '../host.ts';

/** How many runs without a person were started today, and what limits them; undefined where the surface starts none. */
export const usage = (host: Host): Promise<Usage | Refusal | undefined> =>
  host.approvals?.usage(host.ledgers) ?? Promise.resolve(undefined);

/** Today's usage in one line: `3 of 20; quiet hours 22:00-07:00.` Empty where nothing keeps approvals. */
export function usageText(used: Usage | Refusal | undefined): string {
  if (!used || isRefusal(used)) {
    return used?.why ?? '';
  }
  const { runs, limits } = used;
  return limits.quiet
    ? l10n.t('{0} of {1}; quiet hours {2}.', runs, limits.dailyRuns, quietText(limits.quiet))
    : l10n.t('{0} of {1}.', runs, limits.dailyRuns);
}

/** Today's usage as JSON; null where nothing keeps approvals. */
export function usageJson(used: Usage | Refusal | undefined): Record<string, unknown> | null {
  if (!used || isRefusal(used)) {
    return used ? { problem: used.why } : null;
  }
  const { runs, limits } = used;
  return { runs, daily_runs: limits.dailyRuns, quiet_hours: limits.quiet ? quietText(limits.quiet) : null };
}
