import * as l10n from '@vscode/l10n';
import type { Entry } from '../../core/entry/entry.ts';
import { runOccurrenceOf } from '../../core/entry/occurrenceOf.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { busyRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toRuns, type Alive, type Run, type RunEvent } from '../../core/rows/runEvents.ts';
import { nextGeneration } from '../../core/rows/generation.ts';
import type { Instant } from '../../core/basics/time.ts';
import { isHere } from '../../store/processes/machineId.ts';
import { claimName, isToken, lookAtClaim, type Hold } from './claim.ts';
import { giveUpToken, voidToken } from './tokenUse.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';

/** Who asks for a run, and when. */
export interface Asking {
  readonly home: string;
  readonly alive: Alive;
  /** Counts only runs that are certain to be going on. With `again`, a person says that all others are over. */
  readonly sure: Alive;
  readonly now: Instant;
  readonly zone: string;
  /** The schedule's folder. */
  readonly folder: string;
  readonly again: boolean;
}

const retryIt = (): string =>
  l10n.t('If you know that it is over, start it once more with Retry ("defer run <id> --again").');

/**
 * The generation that a new run of the entry's occurrence would have. Refused where a run of the entry goes on, where
 * the occurrence is claimed, and, without `again`, where the end of its last run is not known. A claim that never
 * started, and never can, is passed over.
 */
export async function freeGeneration(
  entry: Entry,
  events: readonly RunEvent[],
  asking: Asking,
): Promise<number | Refusal> {
  const occ = runOccurrenceOf(entry, asking.now);
  const runs = toRuns(events, asking.again ? asking.sure : asking.alive);
  const going = runs.find(run => run.outcome === 'running');
  if (going) {
    const isSure = toRuns(events, asking.sure).some(run => run.token === going.token && run.outcome === 'running');
    const out = isSure ? '' : ` ${retryIt()}`;
    return busyRefusal(
      l10n.t(
        'A run of this entry is going on: {0}. Wait for it, or stop it there ("defer stop <id>").{1}',
        whereOf(going, asking),
        out,
      ),
    );
  }
  const least = nextGeneration(events, occ, false);
  const lost = runs.find(run => run.occ === occ && run.gen >= least && run.outcome === 'unknown');
  if (lost && !asking.again) {
    return refusal(
      l10n.t('Defer could not see how a run of this entry ended: {0}. {1}', whereOf(lost, asking), retryIt()),
    );
  }
  for (let gen = nextGeneration(events, occ, asking.again); ; gen += 1) {
    const hold = await lookAtClaim(asking.home, await claimName(asking.folder, entry.id, occ, gen), asking.now);
    if (hold.state === 'free') {
      return gen;
    }
    if (hold.state !== 'lapsed' && !(isOver(hold) && asking.again)) {
      return holdRefusal(hold, asking);
    }
  }
}

/**
 * Makes earlier claims of the occurrence that never started useless, so that a runner that was asleep cannot wake up
 * beside a new run. Refused where one has started since the plan was made.
 */
export async function voidEarlier(
  entryId: string,
  slot: { readonly occ: string; readonly gen: number },
  events: readonly RunEvent[],
  asking: Asking,
): Promise<Refusal | undefined> {
  const ended = new Set(events.filter(event => event.event === 'ended').map(event => event.token));
  for (let gen = nextGeneration(events, slot.occ, false); gen < slot.gen; gen += 1) {
    const hold = await lookAtClaim(asking.home, await claimName(asking.folder, entryId, slot.occ, gen), asking.now);
    if (hold.state === 'free' || !hold.claim || ended.has(hold.claim.token)) {
      continue;
    }
    if (!(await voidToken(asking.home, hold.claim.token)) && !(asking.again && isOver(hold))) {
      return holdRefusal({ ...hold, state: 'going' }, asking);
    }
  }
  return undefined;
}

/** Whether the run of a claim that started is over, if a person says so. */
const isOver = ({ state }: Hold): boolean => state === 'started' || state === 'presumed';

/**
 * Takes a person at their word who starts an entry once more: runs of which nothing tells whether they go on are over,
 * for all who look from now on.
 */
export async function giveUpPresumed(events: readonly RunEvent[], { home, alive, sure }: Asking): Promise<void> {
  const going = (how: Alive): readonly string[] =>
    toRuns(events, how).flatMap(run => (run.outcome === 'running' ? [run.token] : []));
  const known = new Set(going(sure));
  for (const token of going(alive).filter(each => !known.has(each) && isToken(each))) {
    await giveUpToken(home, token);
  }
}

/** Who has a claim, in words. */
export function holdRefusal(hold: Hold, { now, zone }: Pick<Asking, 'now' | 'zone'>): Refusal {
  if (hold.state === 'free' || !hold.claim) {
    return hold.state === 'started'
      ? refusal(l10n.t('A start of this entry was cut off, so it may be running. {0}', retryIt()))
      : busyRefusal(l10n.t('Another process is starting this entry right now. Wait a moment and try again.'));
  }
  const { createdAt, pid, folder } = hold.claim;
  const since = l10n.t('{0}, from {1}', describeMoment(createdAt, now, zone), folder);
  switch (hold.state) {
    case 'fresh':
      return busyRefusal(l10n.t('This entry is already being started: claimed {0}, by process {1}.', since, pid));
    case 'going':
    case 'presumed':
      return busyRefusal(
        l10n.t('A run of this entry is going on: claimed {0}. Wait for it, or stop it ("defer stop <id>").', since),
      );
    case 'started':
    case 'lapsed':
      return refusal(
        l10n.t(
          'A run of this entry was started {0}, and this schedule does not say how it ended. {1}',
          since,
          retryIt(),
        ),
      );
  }
}

function whereOf(run: Run, { now, zone, home }: Asking): string {
  const at = timeOf(run.started_at ?? run.claimed_at);
  const started = at === undefined ? '' : `${l10n.t('started {0}', describeMoment(at, now, zone))}, `;
  return `${started}${isHere(run, home) ? l10n.t('process {0}', run.pid ?? l10n.t('unknown')) : l10n.t('on another machine')}`;
}
