import * as l10n from '@vscode/l10n';
import { statusWord } from '../../render/view/statusWords.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { isTombstone, toEntry } from '../../core/entry/entry.ts';
import { orNone } from '../../core/entry/times.ts';
import { timingOf } from '../../core/entry/timing.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { Change } from '../../core/rows/change.ts';
import { recordedAgain, undoneEvent } from '../../core/rows/undoEvents.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { NotedAct, NotedChange, UndoJournal } from '../../store/undoJournal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { wholeId } from '../../render/text/shownId.ts';
import { isolate } from '../../render/text/isolate.ts';
import { jsonOf } from '../look/find.ts';
import { finalText } from '../undo/finalText.ts';
import { isAsLeft, lastActs, type Undoable } from '../undo/undoable.ts';
import { undoApproval } from '../undo/undoApproval.ts';
import { undoImport, withdrawnText } from '../undo/undoImport.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

export const undo = defineVerb({
  name: 'undo',
  title: 'Undo',
  help: 'Undo what you did last on this machine: a snooze, done, cancel, edit, an approval and the like. Call it again for the act before.',
  examples: ['defer undo'],
  effect: 'owner',
  // What was done last may have been done to an entry of either, by its id.
  everywhere: true,
  input: {},
  async run(host) {
    const { undo: journal, ledgers } = host;
    // An act of this process that is still being noted has its turn first.
    await Promise.allSettled(ledgers.map(ledger => ledger.lookAtOpen()));
    const last = journal ? await lastActs({ ledgers, undo: journal }) : [];
    const [newest] = last;
    if (!journal || !newest) {
      return refuse(await nothingToUndo(host));
    }
    return newest.act.kind === 'change'
      ? undoChanges(host, journal, last)
      : undoWhole(host, journal, newest.ledger, newest.act);
  },
});

/** Puts back what an act changed in entries. */
async function undoChanges(host: Host, journal: UndoJournal, last: readonly Undoable[]): Promise<Reply> {
  const now = host.clock.now();
  const undone: { readonly ledger: Ledger; readonly state: EntryState }[] = [];
  for (const [index, { ledger, act }] of last.entries()) {
    if (act.kind !== 'change') {
      continue;
    }
    const after = await ledger.act(act.id, now, state => undoChange(state, act, now));
    if (isRefusal(after)) {
      for (const left of last.slice(index)) {
        await journal.settle(left.ledger.folder, [left.act.key]);
      }
      const rest =
        undone.length === 0 ? '' : ` ${l10n.t('{0} of {1} were undone before it.', undone.length, last.length)}`;
      return refuse(`${after.why}${rest}`);
    }
    await journal.settle(ledger.folder, [act.key]);
    await host.approvals?.takeBack(ledger, act.id, act.at);
    undone.push({ ledger, state: after });
  }
  const values = undone.map(({ ledger, state }) => jsonOf(host, ledger, state));
  const [first] = undone;
  return undone.length === 1 && first
    ? { ok: true, say: l10n.t('Undone. {0}', standing(host, first.state)), value: values[0] }
    : { ok: true, say: l10n.t('Undone for {0} entries.', undone.length), value: values };
}

/**
 * Withdraws an import or an approval, or says why an act is not undone. Either way the next undo is about the act
 * before it.
 */
async function undoWhole(
  host: Host,
  journal: UndoJournal,
  ledger: Ledger,
  act: Exclude<NotedAct, NotedChange>,
): Promise<Reply> {
  if (act.kind === 'allow') {
    const entry = await undoApproval(host, ledger, act);
    await journal.settle(ledger.folder, [act.key]);
    return isRefusal(entry)
      ? refuse(entry.why)
      : {
          ok: true,
          say: l10n.t('Undone. {0} no longer runs automatically.', nameOf(entry.title)),
          value: { id: entry.id, approved: false },
        };
  }
  if (act.kind !== 'import') {
    await journal.settle(ledger.folder, [act.key]);
    return refuse(finalText(ledger.folder, act));
  }
  const withdrawn = await undoImport(host, ledger, act, host.clock.now());
  await journal.settle(ledger.folder, [act.key]);
  return isRefusal(withdrawn) ? refuse(withdrawn.why) : { ok: true, say: withdrawnText(withdrawn), value: withdrawn };
}

/** Says why there is nothing to undo: nothing was done, or the journal cannot be written. */
async function nothingToUndo({ ledgers, undo }: Pick<Host, 'ledgers' | 'undo'>): Promise<string> {
  for (const { folder } of ledgers) {
    const problem = await undo?.problem(folder);
    if (problem) {
      const { path, why } = problem;
      return l10n.t('There is nothing to undo here. Nothing can be recorded in {0}: {1}', cleanLine(path), why);
    }
  }
  return l10n.t('There is nothing to undo here.');
}

/** Puts back what an act changed, where nobody has changed any of it since. */
function undoChange(state: EntryState | undefined, act: NotedChange, now: Instant): Change | Refusal {
  // An archived entry lacks what an undo would put back.
  if (!state || isTombstone(toEntry(state))) {
    return refusal(l10n.t('The entry is gone from the file, so nothing was undone.'));
  }
  if (!isAsLeft(state, act)) {
    const { id, title } = toEntry(state);
    return refusal(
      l10n.t(
        '{0} was changed since, so nothing was undone. "defer show {1}" tells how it stands.',
        nameOf(title),
        wholeId(id),
      ),
    );
  }
  if (!act.before) {
    return { set: { status: 'cancelled', updated_at: toIso(now) } };
  }
  const put = (kept: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, value ?? undefined]));
  // Done, undone and done once more: the last one is meant.
  const recorded = state.recordedEvents();
  const [event, ...also] = act.events.map(one => undoneEvent(recordedAgain(one, recorded), now));
  return {
    set: { ...put(act.before), updated_at: toIso(now) },
    carry: put(act.carried),
    ...(event && { run: event }),
    ...(also.length > 0 && { also }),
    ...(act.enabled !== undefined && { enabled: act.enabled }),
  };
}

const nameOf = (title: string): string => {
  const shown = isolate(cleanLine(title, 60));
  return shown === '' ? l10n.t('The entry') : `"${shown}"`;
};

/** How an entry stands now, by its title: several undos in a row reach entries that nobody looks at. */
function standing(host: Host, state: EntryState): string {
  const entry = toEntry(state);
  const name = nameOf(entry.title);
  if (!entry.isOpen || entry.status === 'proposed') {
    return l10n.t('{0} is {1}.', name, statusWord(entry.status));
  }
  const now = host.clock.now();
  const due = orNone(timingOf(entry, now).due);
  return due === undefined
    ? l10n.t('{0} is as it was.', name)
    : l10n.t('{0} is due {1}.', name, describeMoment(due, now, host.zone));
}
