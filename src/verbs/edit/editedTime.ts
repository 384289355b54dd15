import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { END_OF_TIME, instant, toIso, type Instant } from '../../core/basics/time.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { moveTo } from '../../core/entry/moveOn.ts';
import { NEVER } from '../../core/entry/times.ts';
import type { Change } from '../../core/rows/change.ts';
import type { Fields } from '../../core/rows/row.ts';
import { memberOf, timeOf } from '../../core/rows/fieldValues.ts';
import { pausedRefusal } from '../act.ts';
import { earlyExpiryRefusal, repeatExpiryRefusal, type Due, type KeptOfRule } from '../add/addWhen.ts';

/** A new rule begins afresh; a time alone moves the entry, of a repeat this occurrence. */
export function timeChange(entry: Entry, { due, repeat }: Due, now: Instant): Change | Refusal {
  if (repeat === undefined) {
    return pausedRefusal(entry) ?? moveTo(entry, due, now);
  }
  if (entry.waits !== undefined) {
    return refusal(l10n.t('An entry either repeats or waits for an event. Schedule another entry.'));
  }
  const moved = moveTo({ ...entry, repeat: undefined }, due, now);
  const rule = entry.isPaused ? { ...repeat, enabled: false } : repeat;
  return {
    ...moved,
    set: { ...moved.set, repeat: rule, slot: toIso(due), expires_at: undefined, last_error: undefined },
  };
}

/** What a new rule takes over from that of an entry, but for what is `cleared`. */
export function keptOfRule({ repeat, slot }: Entry, cleared: ReadonlySet<string>, now: Instant): KeptOfRule {
  if (repeat === undefined || isRefusal(repeat)) {
    return {};
  }
  const { catchup, zone, field, end } = repeat;
  const isCounted = field['count'] !== undefined && !cleared.has('count');
  // What was missed is one late entry, and moves to the first time of the new rule.
  const from = slot > now && slot !== NEVER ? slot : (repeat.previous(instant(now + 1)) ?? now);
  const left = isCounted ? (repeat.between(instant(from), end ?? END_OF_TIME)?.count ?? 1) : undefined;
  return {
    zone,
    catchup,
    count: left,
    until: cleared.has('until') ? undefined : timeOf(field['until']),
  };
}

/** Why an entry does not get the expiry that is `set` with all else, as `add` would refuse it. */
export function expiryRefusal(entry: Entry, set: Fields): Refusal | undefined {
  const [due, expires] = [set['due_at'] ?? memberOf(entry.fields, 'due_at'), set['expires_at']].map(timeOf);
  if (expires === undefined) {
    return undefined;
  }
  if (entry.repeat !== undefined || set['repeat'] !== undefined) {
    return repeatExpiryRefusal();
  }
  return due !== undefined && expires <= due ? earlyExpiryRefusal() : undefined;
}
