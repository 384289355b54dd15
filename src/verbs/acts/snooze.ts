import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { snoozeTo } from '../../core/entry/moveOn.ts';
import { act, closedRefusal, pausedRefusal } from '../act.ts';
import { farRefusal } from '../agentPolicy.ts';
import { NOTE_FIELD } from '../edit/note.ts';
import { readingText, readMoment } from '../readMoment.ts';
import { defineVerb, refuse } from '../verb.ts';

export const snooze = defineVerb({
  name: 'snooze',
  title: 'Snooze…',
  help: 'Hide an open entry until a time. Its lateness still counts from when it was due.',
  examples: ['defer snooze 01KAB 1h', 'defer snooze 01KAB "tomorrow 9am" --note "blocked by the build"'],
  effect: 'writes',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    when: { kind: 'when', argument: true, help: 'Until when, such as 1h or tomorrow 9am' },
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
      (entry, now) => closedRefusal(entry) ?? pausedRefusal(entry) ?? snoozeTo(entry, when.at, now),
      () => l10n.t('Snoozed until {0}.', readingText(when)),
    );
  },
});
