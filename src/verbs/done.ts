import { handledWait } from '../core/handledWait.ts';
import { moveOn } from '../core/moveOn.ts';
import { act, closedRefusal } from './act.ts';
import { nextText } from './time.ts';
import { defineVerb } from './verb.ts';

export const done = defineVerb({
  name: 'done',
  title: 'Done',
  help: 'Close an open entry as done; one that repeats goes on to its next time, one that waits to the next event.',
  examples: ['defer done 01KAB'],
  effect: 'writes',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, input) =>
    act(
      host,
      input.id,
      (entry, now) =>
        closedRefusal(entry) ??
        // A proposed one never began, so it ends as a whole.
        (entry.repeat === undefined || entry.status === 'proposed'
          ? ((entry.status === 'proposed' ? undefined : handledWait(entry, now)) ?? { set: { status: 'done' } })
          : moveOn(entry, now, 'done')),
      entry =>
        entry.repeat !== undefined
          ? `Done. ${nextText(host, entry)}`
          : entry.open
            ? 'Done. It waits for the next time that happens; cancel it to end it.'
            : 'Done.',
    ),
});
