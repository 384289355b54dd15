import * as l10n from '@vscode/l10n';
import type { Change } from '../../core/rows/change.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { occurrenceOf } from '../../core/entry/occurrenceOf.ts';
import { handledWait } from '../../core/entry/handledWait.ts';
import { moveOn } from '../../core/entry/moveOn.ts';
import type { Refusal } from '../../core/basics/refusal.ts';
import { doneByHand } from '../../core/entry/dealtWith.ts';
import type { Instant } from '../../core/basics/time.ts';
import { act, closedRefusal } from '../act.ts';
import { NOTE_FIELD } from '../edit/note.ts';
import { nextText } from '../readMoment.ts';
import { defineVerb } from '../verb.ts';

export const done = defineVerb({
  name: 'done',
  title: 'Done',
  help: 'Close an open entry as done. A repeat moves on to its next time, one that waits for events to the next event.',
  examples: ['defer done 01KAB'],
  effect: 'writes',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' }, note: NOTE_FIELD },
  run: (host, input) =>
    act(
      host,
      input,
      (entry, now) => closedRefusal(entry) ?? doneChange(entry, now),
      entry =>
        entry.repeat !== undefined
          ? l10n.t('Done. {0}', nextText(host, entry))
          : entry.isOpen
            ? l10n.t('Done. It waits for the next event; cancel it to end it.')
            : l10n.t('Done.'),
    ),
});

/** What Done does: one that comes again goes on, and says that this occurrence was done; every other one is closed. */
function doneChange(entry: Entry, now: Instant): Change | Refusal {
  if (entry.status === 'proposed') {
    // It never began, so it ends as a whole.
    return { set: { status: 'done' } };
  }
  if (entry.repeat !== undefined) {
    return moveOn(entry, now, 'done');
  }
  const handled = handledWait(entry, now, 'person');
  return handled ? { set: handled, run: doneByHand(occurrenceOf(entry), now) } : { set: { status: 'done' } };
}
