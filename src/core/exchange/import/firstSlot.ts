import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { readRepeat } from '../../repeat/repeat.ts';
import { timeOf } from '../../rows/fieldValues.ts';
import type { Fields } from '../../rows/row.ts';
import { toIso, type Instant } from '../../basics/time.ts';
import { readQuartz, type Counting } from './quartzCron.ts';

/** A rule of another system as the fields of a row: its `repeat`, and the first slot after now as `due_at`. */
export interface RuleFields {
  readonly fields: Fields;
  readonly notes: readonly string[];
  /** Whether the rule stands in other words than in the source. */
  readonly isChanged: boolean;
}

/** What is known around a rule. */
export interface RuleContext {
  readonly now: Instant;
  /** When the entry was made, as a row has it. */
  readonly createdAt: string | undefined;
  /** Whether the source has turned it off. */
  readonly isOff?: boolean;
}

/** A cron line that keeps UTC, as both duragent and A3S have it. */
export function cronRuleOf(line: string, counting: Counting, context: RuleContext): RuleFields | Refusal {
  const read = readQuartz(line, counting);
  if (isRefusal(read)) {
    return read;
  }
  const { cron, anchor, until, isDoubtful, notes } = read;
  const isOff = context.isOff === true || isDoubtful;
  const repeat = {
    ...{ cron, tz: 'UTC' },
    ...(anchor !== undefined && { anchor }),
    ...(until !== undefined && { until }),
    ...(isOff && { enabled: false }),
  };
  const fields = ruleFields(repeat, context);
  return isRefusal(fields) ? fields : { fields, notes, isChanged: cron !== line };
}

/** A `repeat` with its first slot after now; a rule of which no slot is left is kept, and closed. */
export function ruleFields(repeat: Fields, { now, createdAt }: RuleContext): Fields | Refusal {
  const created = timeOf(createdAt);
  const read = readRepeat(repeat, { created });
  if (isRefusal(read)) {
    return read;
  }
  const slot = read.next(now);
  return slot === undefined
    ? refusal(l10n.t('Its rule has no time left.'))
    : { repeat, due_at: toIso(slot), slot: toIso(slot) };
}
