import { act, closedRefusal } from './act.ts';
import { defineVerb } from './verb.ts';

export const cancel = defineVerb({
  name: 'cancel',
  title: 'Cancel…',
  help: 'Close an open entry without doing it; one that repeats ends as a whole.',
  effect: 'writes',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    reason: { kind: 'text', optional: true, help: 'Why' },
  },
  run: (host, input) =>
    act(
      host,
      input.id,
      entry => closedRefusal(entry) ?? { set: { status: 'cancelled', reason: input.reason?.trim() || undefined } },
      entry => (entry.repeat === undefined ? 'Cancelled.' : 'Cancelled. It does not come again.'),
    ),
});
