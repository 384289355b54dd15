import { isRefusal } from '../core/refusal.ts';
import { passedOver, slotOf, withoutExpiry } from '../core/moveOn.ts';
import { toIso } from '../core/time.ts';
import { act, closedRefusal, pausedRefusal, type Edit } from './act.ts';
import { farRefusal } from './manners.ts';
import { readingText, readMoment } from './time.ts';
import { defineVerb, refuse } from './verb.ts';

export const snooze = defineVerb({
  name: 'snooze',
  title: 'Snooze…',
  help: 'Hide an open entry until a time. Its lateness still counts from when it was due.',
  examples: ['defer snooze 01KAB 1h', 'defer snooze 01KAB "tomorrow 9am"'],
  effect: 'writes',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    when: { kind: 'when', argument: true, help: 'Until when, such as 1h or tomorrow 9am' },
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
    const edit: Edit = (entry, now) => {
      const slot = slotOf(entry, now);
      const readsAsPending = entry.status === 'pending' || entry.status === 'snoozed';
      return (
        closedRefusal(entry) ??
        pausedRefusal(entry) ?? {
          ...passedOver(entry, now),
          set: {
            due_at: toIso(when.at),
            ...(slot !== undefined && { original_due_at: toIso(slot) }),
            ...withoutExpiry(entry, when.at),
            ...(entry.status === 'failed' && { status: 'snoozed' }),
          },
          // For readers that know the status only; Defer itself reads it from the two times.
          ...(readsAsPending && { carry: { status: 'snoozed' } }),
        }
      );
    };
    return act(host, input.id, edit, () => `Snoozed until ${readingText(when)}.`);
  },
});
