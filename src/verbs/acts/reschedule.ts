import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { moveTo } from '../../core/entry/moveOn.ts';
import { act, closedRefusal, pausedRefusal } from '../act.ts';
import { farRefusal } from '../agentPolicy.ts';
import { NOTE_FIELD } from '../edit/note.ts';
import { readingText, readMoment } from '../readMoment.ts';
import { defineVerb, refuse } from '../verb.ts';

export const reschedule = defineVerb({
  name: 'reschedule',
  title: 'Reschedule…',
  help: 'Give an open entry a new due time. It is no longer late. For a repeat, only this time is moved.',
  examples: ['defer reschedule 01KAB friday'],
  effect: 'writes',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    when: { kind: 'when', argument: true, help: 'The new due time, such as tomorrow 9am' },
    note: NOTE_FIELD,
  },
  async run(host, input) {
    const when = await readMoment(host, input.when);
    if (isRefusal(when)) {
      return refuse(when.why);
    }
    const far = farRefusal(host, when.at);
    if (far) {
      return refuse(far.why);
    }
    return act(
      host,
      input,
      (entry, now) => closedRefusal(entry) ?? pausedRefusal(entry) ?? moveTo(entry, when.at, now),
      ({ repeat, slot, dueAt }) => {
        if (repeat === undefined) {
          return l10n.t('Rescheduled to {0}.', readingText(when));
        }
        return slot === dueAt
          ? l10n.t('Moved on to its time {0}. The times before it are skipped.', readingText(when))
          : l10n.t('Only this time is rescheduled, to {0}. The rule stays.', readingText(when));
      },
    );
  },
});
