import * as l10n from '@vscode/l10n';
import type { Change } from '../core/rows/change.ts';
import type { Entry } from '../core/entry/entry.ts';
import { timeIn } from '../core/rows/fieldValues.ts';
import { isRefusal, refusal, type Refusal } from '../core/basics/refusal.ts';
import type { OpenSchedule } from '../core/fold/schedule.ts';
import { isClosed } from '../core/rows/entryStatus.ts';
import { DAY, type Duration, type Instant } from '../core/basics/time.ts';
import { cleanLine } from '../render/text/clean.ts';
import { isAgent } from './host.ts';
import type { Host } from './host.ts';

/** How many open or proposed entries of one agent a schedule holds: one that repeats itself must come to an end. */
export const MOST_OF_AN_AGENT = 20;

/** How far ahead an agent may schedule: a person has to remember what it was about. */
const FURTHEST: Duration = 30 * DAY;

/** How long the name of an agent is in `created_by`. */
const LONGEST_NAME = 40;

/** What `created_by` says of an agent that goes by a name; the name comes from outside and is cleaned. */
export const authorOf = (name: string): string => `agent:${cleanLine(name, LONGEST_NAME) || 'unknown'}`;

/** The status a new entry begins with: an agent that Defer started only proposes (docs/security.md, "Threats"). */
export const firstStatus = (host: Host): 'pending' | 'proposed' => (host.underAgent ? 'proposed' : 'pending');

/** Why an agent may not add one more entry to a schedule, which must be up to date. */
export function crowdRefusal(host: Host, schedule: OpenSchedule): Refusal | undefined {
  if (!isAgent(host)) {
    return undefined;
  }
  let count = 0;
  for (const { createdBy } of schedule.open) {
    count += Number(createdBy === host.author);
    if (count >= MOST_OF_AN_AGENT) {
      return refusal(
        l10n.t(
          'An agent may have at most {0} open or proposed entries, and {1} has them. Cancel what is no longer needed, or wait until a person has dealt with some.',
          MOST_OF_AN_AGENT,
          host.author,
        ),
      );
    }
  }
  return undefined;
}

/** Why an agent may not give an entry a due time. */
export const farRefusal = (host: Host, due: Instant): Refusal | undefined =>
  isAgent(host) && due > host.clock.now() + FURTHEST
    ? refusal(
        l10n.t('An agent may schedule at most 30 days ahead. Give an earlier time, or ask the person to schedule it.'),
      )
    : undefined;

/**
 * What an act does to an entry when an agent asks for it. Refused where it would make something run that a person
 * stopped, or has not accepted; that a person has looked at a failure is not for an agent to say. `isAllowed`: a person
 * allowed the entry to run without them. That was for its own times, so an agent cannot have it run sooner or more
 * often.
 */
export function applyAgentPolicy(
  host: Host,
  entry: Entry,
  change: Change | Refusal,
  isAllowed = false,
): Change | Refusal {
  if (isRefusal(change) || !isAgent(host)) {
    return change;
  }
  const { looked_at: _, ...set } = change.set;
  const status = set['status'];
  const isRaised = typeof status === 'string' && status !== 'failed' && !isClosed(status);
  if (isRaised && entry.status === 'proposed') {
    return refusal(l10n.t('The entry is only a proposal. A person has to accept it ("defer accept").'));
  }
  if (isRaised && entry.status === 'failed') {
    return refusal(l10n.t('The entry failed, and a person has to look at it first. Ask the person, or cancel it.'));
  }
  if ((isRaised && !entry.isOpen) || (entry.isPaused && (set['repeat'] !== undefined || change.enabled === true))) {
    return refusal(l10n.t('A person closed or paused the entry, so only a person may open it again.'));
  }
  const due = timeIn(set, 'due_at');
  if (isAllowed && due !== undefined && due < (entry.dueAt ?? Infinity)) {
    return refusal(
      l10n.t(
        'A person allowed this entry to run automatically, so an agent may only move it to a later time. Ask the person.',
      ),
    );
  }
  return { ...change, set };
}
