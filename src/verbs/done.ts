import { act, closedRefusal } from './act.ts';
import { defineVerb } from './verb.ts';

export const done = defineVerb({
  name: 'done',
  title: 'Done',
  help: 'Close an open entry as done.',
  effect: 'writes',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, input) =>
    act(
      host,
      input.id,
      entry => closedRefusal(entry) ?? { set: { status: 'done' } },
      () => 'Done.',
    ),
});
