import type { Run } from '../../core/rows/runEvents.ts';
import { minutesText } from '../view/runHistory.ts';

/**
 * How a run ended that did not end well, for whoever decides about what it left, which may be half done: `failed`, `over its
 * 20 minutes`. Empty where it ended well, or nothing is known of it.
 */
export const badEndText = (run: Run | undefined): string =>
  run?.over_minutes === undefined
    ? ((run && BAD_ENDS[run.outcome]) ?? '')
    : `over its ${minutesText(run.over_minutes)}`;

const BAD_ENDS: Readonly<Partial<Record<Run['outcome'], string>>> = {
  failed: 'failed',
  stopped: 'stopped',
  interrupted: 'interrupted',
  limit: 'stopped at a usage limit',
};
