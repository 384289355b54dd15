import { isRefusal } from '../core/refusal.ts';
import { toIso } from '../core/time.ts';
import { act, closedRefusal } from './act.ts';
import { readingText, readWhen } from './time.ts';
import { defineVerb, refuse } from './verb.ts';

export const reschedule = defineVerb({
  name: 'reschedule',
  title: 'Reschedule…',
  help: 'Give an open entry a new due time. It is not late any more.',
  effect: 'writes',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    when: { kind: 'when', argument: true, help: 'When it is due now, such as tomorrow 9am' },
  },
  async run(host, input) {
    const when = await readWhen(host, input.when);
    if (isRefusal(when)) {
      return refuse(when.why);
    }
    return act(
      host,
      input.id,
      entry =>
        closedRefusal(entry) ?? {
          set: {
            due_at: toIso(when.at),
            original_due_at: undefined,
            ...(entry.status === 'failed' && { status: 'pending' }),
          },
          ...(entry.status === 'snoozed' && { carry: { status: 'pending' } }),
        },
      () => `Rescheduled to ${readingText(when)}.`,
    );
  },
});
