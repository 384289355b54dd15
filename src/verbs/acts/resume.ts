import * as l10n from '@vscode/l10n';
import { resume as resumeEntry } from '../../core/entry/moveOn.ts';
import { act, closedRefusal } from '../act.ts';
import { nextText } from '../readMoment.ts';
import { isSwitchedInFile, switchInFile } from '../switchInFile.ts';
import { defineVerb } from '../verb.ts';

export const resume = defineVerb({
  name: 'resume',
  title: 'Unpause',
  help: 'Resume a paused repeat, from its next time on.',
  examples: ['defer resume 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, { id }) =>
    act(
      host,
      { id },
      (entry, now) => switchInFile(entry, true) ?? closedRefusal(entry) ?? resumeEntry(entry, now),
      entry =>
        isSwitchedInFile(entry)
          ? l10n.t('Turned on in its file. {0}', nextText(host, entry))
          : l10n.t('Unpaused. {0}', nextText(host, entry)),
    ),
});
