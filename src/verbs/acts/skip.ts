import * as l10n from '@vscode/l10n';
import { moveOn } from '../../core/entry/moveOn.ts';
import { act, closedRefusal } from '../act.ts';
import { NOTE_FIELD } from '../edit/note.ts';
import { nextText } from '../readMoment.ts';
import { defineVerb } from '../verb.ts';

export const skip = defineVerb({
  name: 'skip',
  title: 'Skip',
  help: 'Skip this time of a repeat, with all it missed, and move on to its next time.',
  examples: ['defer skip 01KAB'],
  effect: 'writes',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' }, note: NOTE_FIELD },
  run: (host, input) =>
    act(
      host,
      input,
      (entry, now) => closedRefusal(entry) ?? moveOn(entry, now, 'skipped'),
      entry => l10n.t('Skipped. {0}', nextText(host, entry)),
    ),
});
