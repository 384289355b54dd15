import { moveOn } from '../../core/entry/moveOn.ts';
import { act, closedRefusal } from '../act.ts';
import { nextText } from '../readMoment.ts';
import { defineVerb } from '../verb.ts';

export const skip = defineVerb({
  name: 'skip',
  title: 'Skip…',
  help: 'Leave out this time of an entry that repeats, with all it missed, and go on to its next one.',
  examples: ['defer skip 01KAB'],
  effect: 'writes',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, input) =>
    act(
      host,
      input.id,
      (entry, now) => closedRefusal(entry) ?? moveOn(entry, now, 'skipped'),
      entry => `Skipped. ${nextText(host, entry)}`,
    ),
});
