import * as l10n from '@vscode/l10n';
import { pause as pauseEntry } from '../../core/entry/moveOn.ts';
import { act, closedRefusal } from '../act.ts';
import { isSwitchedInFile, switchInFile } from '../switchInFile.ts';
import { defineVerb } from '../verb.ts';

export const pause = defineVerb({
  name: 'pause',
  title: 'Pause',
  help: 'Turn off a repeat until it is resumed.',
  examples: ['defer pause 01KAB'],
  effect: 'writes',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, { id }) =>
    act(
      host,
      { id },
      (entry, now) => switchInFile(entry, false) ?? closedRefusal(entry) ?? pauseEntry(entry, now),
      entry => (isSwitchedInFile(entry) ? l10n.t('Turned off in its file.') : l10n.t('Paused.')),
    ),
});
