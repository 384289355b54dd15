import { isTombstone, toEntry, type Entry } from '../../core/entry/entry.ts';
import { isHeld } from '../../core/entry/streak.ts';
import { toRuns, type Run } from '../../core/rows/runEvents.ts';
import { viewEntry, type EntryView, type View } from '../../render/view/entryView.ts';
import { deferHome } from '../../runner/home/homeFiles.ts';
import { goingRuns } from '../../runner/process/runnerMark.ts';
import type { EntryRow } from './entryRow.ts';

/** An entry as it is now, with whether it may run without a person. */
export const seenIn = ({ state, schedule }: EntryRow, view: View): EntryView => ({
  ...viewEntry(state, view),
  approved: schedule.approved?.get(state.id) ?? false,
});

/**
 * What may be done with an entry, as words for the `when` clauses of the manifest. A run that this machine itself knows
 * to go on can be stopped, though a row says that it has ended or that its entry is closed. `home`: Defer's, where that
 * is known.
 */
export function wordsOf(
  { entry, runs, approved }: Pick<EntryView, 'entry' | 'runs' | 'approved'>,
  home = deferHome(),
): readonly string[] {
  const canAct = !entry.newer;
  const isRunning =
    (entry.isOpen && runs.some(({ outcome }) => outcome === 'running')) || goingRun(entry, runs, home) !== undefined;
  // What is being run can only be stopped: anything else waits for its end.
  const isTaken = entry.isOpen && entry.status !== 'proposed' && !isRunning;
  const last = runs.at(-1);
  return [
    'entry',
    canAct && entry.isOpen && !isRunning && 'open',
    canAct && !entry.isOpen && !isRunning && 'reopenable',
    canAct && isTaken && (entry.kind === 'prompt' || entry.kind === 'command') && 'runnable',
    canAct && isTaken && last !== undefined && last.outcome !== 'ok' && 'again',
    isRunning && 'running',
    canAct && entry.status === 'proposed' && 'proposed',
    approved && (approved === true ? 'allowed' : 'voided'),
    canAct && runs.some(run => run.started_at !== null) && 'ran',
    entry.prompt !== undefined && 'prompt',
    canAct && isTaken && entry.repeat !== undefined && (entry.isPaused ? 'paused' : 'repeating'),
    entry.file !== undefined && 'file',
    isHeld(entry, runs) && 'held',
  ].filter(word => typeof word === 'string');
}

/** The run of an entry that goes on, as this machine itself knows. */
export function goingRun<Going extends Pick<Run, 'token'>>(
  { id }: Pick<Entry, 'id'>,
  runs: readonly Going[],
  home = deferHome(),
): Going | undefined {
  const going = runs.length === 0 ? undefined : goingRuns(home);
  return runs.find(({ token }) => going?.get(token) === id);
}

/**
 * What may be done with the entry of a row; nothing where it was taken away. For many entries: the next times of a
 * repeat, which `seenIn` works out, take longer than all the rest.
 */
export function wordsIn({ state, schedule }: EntryRow, { alive }: Pick<View, 'alive'>): readonly string[] {
  const entry = toEntry(state);
  const approved = schedule.approved?.get(state.id) ?? false;
  return isTombstone(entry) ? [] : wordsOf({ entry, runs: toRuns(state.runEvents(), alive), approved });
}

/**
 * When an act is offered for an entry: the word of `wordsOf` that the entry must have, then one that it must not have.
 * The palette, the list that asks which entry is meant, and the keys of `ContextKeys` follow it.
 */
const FITS = {
  show: ['entry'],
  line: ['entry'],
  duplicate: ['entry'],
  prompt: ['prompt'],
  snooze: ['open'],
  reschedule: ['open'],
  done: ['open'],
  cancel: ['open'],
  edit: ['open', 'file'],
  skip: ['repeating'],
  pause: ['repeating'],
  resume: ['paused'],
  reopen: ['reopenable'],
  accept: ['proposed'],
  reject: ['proposed'],
  run: ['runnable'],
  preview: ['runnable'],
  retry: ['again'],
  'resume-run': ['ran'],
  stop: ['running'],
  terminal: ['running'],
  allow: ['runnable', 'allowed'],
  disallow: ['allowed'],
  held: ['held'],
} as const;

/** Something that is done to one entry: a verb, or an act of the editor. */
export type EntryAct = keyof typeof FITS;

/** All of them. */
export const ENTRY_ACTS = Object.keys(FITS) as readonly EntryAct[];

/** Whether a name is that of an act on one entry. */
export const isEntryAct = (name: string): name is EntryAct => Object.hasOwn(FITS, name);

/** Whether an act can be done to an entry with these words. */
export function fits(act: EntryAct, words: readonly string[]): boolean {
  const [word, not]: readonly string[] = FITS[act];
  const isAllowed = act === 'disallow' && words.includes('voided');
  return isAllowed || (word !== undefined && words.includes(word) && (not === undefined || !words.includes(not)));
}

/** Acts that closed entries are offered to as well. */
export const CLOSED_TOO: ReadonlySet<EntryAct> = new Set([
  ...(['show', 'line', 'duplicate', 'prompt', 'reopen', 'resume-run'] as const),
]);

/** The context key that says whether there is an entry for an act. */
export const keyOfAct = (act: EntryAct): string => `defer.can.${act}`;
