import * as l10n from '@vscode/l10n';
import { isFileId } from '../../core/files/definition.ts';
import { isTombstone, toEntry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toRuns } from '../../core/rows/runEvents.ts';
import type { Schedule } from '../../core/fold/schedule.ts';
import { END_OF_TIME, type Instant } from '../../core/basics/time.ts';
import { afterSpan, isBeyondReach, readSpan } from '../../core/when/clock/duration.ts';
import { defineVerb, refuse } from '../verb.ts';
import type { Host } from '../host.ts';

export const archive = defineVerb({
  name: 'archive',
  title: 'Archive Closed…',
  help: 'Move closed entries, with all their rows, into archive files, one for each month of closing.',
  examples: ['defer archive', 'defer archive --older-than 30d --scope all'],
  effect: 'owner',
  input: {
    older_than: {
      kind: 'text',
      word: 'older-than',
      optional: true,
      help: 'Only entries closed at least this long ago: 30d, 2w, 6mo',
    },
  },
  async run(host, { older_than: age }) {
    const closedBy = age === undefined ? { at: END_OF_TIME } : before(host, age);
    if (isRefusal(closedBy)) {
      return refuse(closedBy.why);
    }
    const value: Record<string, unknown>[] = [];
    const files = new Set<string>();
    let count = 0;
    for (const ledger of host.ledgers) {
      const ids = new Set(leaving(host, await ledger.look()));
      const into = host.runtime ? { into: host.runtime.archive } : {};
      const now = host.clock.now();
      const archived = await ledger.archive({ ids, closedBy: closedBy.at, ...into }, now);
      if (isRefusal(archived)) {
        return refuse(archived.why);
      }
      if (archived.ids.length > 0) {
        const { files: filled } = archived;
        await host.undo?.note(ledger.folder, { kind: 'archive', at: now, count: archived.ids.length, files: filled });
      }
      value.push({ scope: ledger.scope, folder: ledger.folder, ids: archived.ids, files: archived.files });
      count += archived.ids.length;
      archived.files.forEach(file => files.add(file));
    }
    const many = count === 1 ? l10n.t('1 entry') : l10n.t('{0} entries', count);
    const say =
      count === 0
        ? l10n.t('There is nothing to archive.')
        : l10n.t('Archived {0} in {1}.', many, [...files].join(', '));
    return { ok: true, say, value };
  },
});

/** How many closed entries `archive` would move, whenever they were closed. */
export async function countArchivable(host: Host): Promise<number> {
  const schedules = await Promise.all(host.ledgers.map(async ledger => ledger.look()));
  return schedules.reduce((sum, schedule) => sum + [...leaving(host, schedule)].length, 0);
}

/** The moment so long before now, days and months by the calendar. */
function before(host: Host, age: string): { readonly at: Instant } | Refusal {
  const span = readSpan(age.trim().toLowerCase().replace(/\s+/g, ' '));
  if (!span || isBeyondReach(span)) {
    return refusal(l10n.t('--older-than takes a length of time, such as 30d, 2w or 6mo.'));
  }
  const back = { months: -span.months, days: -span.days, elapsed: -span.elapsed };
  return afterSpan(back, { now: host.clock.now(), zone: host.zone });
}

/**
 * Which closed entries may go: not those of schedule files, whose rows say how far they came; nor what an open entry
 * waits for; nor one that is still being run, whose end is to be written to it.
 */
function* leaving(host: Host, schedule: Schedule): Generator<string> {
  const awaited = new Set(schedule.open.map(awaitedBy));
  for (const state of schedule.all()) {
    const isOver = !state.isOpen && !isFileId(state.id) && !awaited.has(state.id);
    if (isOver && !isTombstone(toEntry(state)) && !isRunning(host, state)) {
      yield state.id;
    }
  }
}

function awaitedBy({ waits }: EntryState): string | undefined {
  return waits !== undefined && !isRefusal(waits) && waits.kind === 'after' ? waits.id : undefined;
}

const isRunning = ({ alive }: Host, state: EntryState): boolean =>
  state.hasRuns && toRuns(state.runEvents(), alive).some(run => run.outcome === 'running');
