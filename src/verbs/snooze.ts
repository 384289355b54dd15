import { isRefusal } from '../core/refusal.ts';
import { toIso } from '../core/time.ts';
import { act, closedRefusal, type Edit } from './act.ts';
import { readingText, readWhen } from './time.ts';
import { defineVerb, refuse } from './verb.ts';

export const snooze = defineVerb({
  name: 'snooze',
  title: 'Snooze…',
  help: 'Hide an open entry until a time. Its lateness still counts from when it was due.',
  effect: 'writes',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    when: { kind: 'when', argument: true, help: 'Until when, such as 1h or tomorrow 9am' },
  },
  async run(host, input) {
    const when = await readWhen(host, input.when);
    if (isRefusal(when)) {
      return refuse(when.why);
    }
    const edit: Edit = entry => {
      const slot = entry.originalDueAt ?? entry.dueAt;
      const readsAsPending = entry.status === 'pending' || entry.status === 'snoozed';
      return (
        closedRefusal(entry) ?? {
          set: {
            due_at: toIso(when.at),
            ...(slot !== undefined && { original_due_at: toIso(slot) }),
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
