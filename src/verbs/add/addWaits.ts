import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { Instant } from '../../core/basics/time.ts';
import { readWaits } from '../../core/entry/waitsFor.ts';
import { waitsText } from '../../core/entry/waitsText.ts';
import { clean } from '../../render/text/clean.ts';
import type { Wanted } from '../../store/events/eventSource.ts';
import type { Ledger } from '../../store/ledger.ts';

/** The fields of `add` that say what an entry waits for (docs/time.md, "Due by event"). */
export const WAIT_FIELDS = {
  when_file: {
    kind: 'text',
    word: 'when-file',
    optional: true,
    help: 'When a file appears or changes: a path or pattern, such as "out/*.json"',
  },
  after: { kind: 'text', optional: true, help: 'When another entry is done: its id' },
  when_merged: { kind: 'text', word: 'when-merged', optional: true, help: 'When a branch is merged' },
  when_exits: {
    kind: 'count',
    word: 'when-exits',
    optional: true,
    help: 'When a process of this machine exits: its number',
  },
} as const;

/** What a person says an entry waits for. */
export interface GivenWait {
  readonly when_file?: string | undefined;
  readonly after?: string | undefined;
  readonly when_merged?: string | undefined;
  readonly when_exits?: number | undefined;
}

/** What a new entry waits for: the field of its row, and the same in words. */
export interface Wait {
  readonly waits_for: Readonly<Record<string, unknown>>;
  /** `docs/*.md to appear or change`; may quote the person, cleaned. */
  readonly words: string;
}

/** Whether a person said that the entry waits for an event. */
export const isWaitGiven = (given: GivenWait): boolean => wantedOf(given).length > 0;

/**
 * Reads what a new entry waits for, and how things stand now, so that only what happens from here on counts. Refused
 * for what is not there, has happened already, or is more than one thing.
 */
export async function readWait(ledger: Ledger, given: GivenWait, now: Instant): Promise<Wait | Refusal> {
  const [wanted, ...more] = wantedOf(given);
  if (!wanted || more.length > 0) {
    return refusal(l10n.t('An entry waits for one thing: --when-file, --after, --when-merged or --when-exits.'));
  }
  const whole = wanted.after === undefined ? wanted : await withWholeId(ledger, wanted.after);
  if (isRefusal(whole)) {
    return whole;
  }
  const waits_for = await ledger.waitFor(whole, now);
  if (isRefusal(waits_for)) {
    return waits_for;
  }
  const waits = readWaits(waits_for);
  if (isRefusal(waits)) {
    return waits;
  }
  const other = waits.kind === 'after' ? ledger.schedule.get(waits.id) : undefined;
  return { waits_for, words: clean(waitsText(waits, other && toEntry(other).title)) };
}

function wantedOf({ when_file: file, after, when_merged: merged, when_exits: exits }: GivenWait): readonly Wanted[] {
  const all: readonly Wanted[] = [{ file }, { after }, { merged }, { exits }];
  return all.filter(one => Object.values(one).some(value => value !== undefined));
}

/** The one open entry whose id begins so; another schedule's cannot be waited for. */
async function withWholeId(ledger: Ledger, id: string): Promise<Wanted | Refusal> {
  const schedule = await ledger.look();
  const begun = schedule.get(id)
    ? [id]
    : Array.from(schedule.all(), state => state.id).filter(one => id !== '' && one.startsWith(id));
  const [only, ...more] = begun;
  if (only === undefined || more.length > 0) {
    return refusal(
      only === undefined
        ? l10n.t('No entry of this schedule has that id. "defer list" shows the ids.')
        : l10n.t('More than one id begins like that. Type more characters.'),
    );
  }
  return { after: only };
}
