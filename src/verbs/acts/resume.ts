import { resume as resumeEntry } from '../../core/entry/moveOn.ts';
import { act, closedRefusal } from '../act.ts';
import { nextText } from '../readMoment.ts';
import { switchFileOf } from '../switchInFile.ts';
import { defineVerb } from '../verb.ts';

export const resume = defineVerb({
  name: 'resume',
  title: 'Resume…',
  help: 'Resume a paused repeat, from its next time on.',
  examples: ['defer resume 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: async (host, { id }) =>
    (await switchFileOf(host, id, true)) ??
    act(
      host,
      { id },
      (entry, now) => closedRefusal(entry) ?? resumeEntry(entry, now),
      entry => `Resumed. ${nextText(host, entry)}`,
    ),
});
